namespace NNOptim.Protocol;

/// <summary>
/// The version of the pull protocol. A change that earlier programs can do without, such as a new field, keeps the version;
/// any other raises it.
/// </summary>
public static class ProtocolVersion
{
    /// <summary>This program's version.</summary>
    public const int Current = 2;

    /// <summary>The oldest version that this program's coordinator still works with.</summary>
    public const int Oldest = 2;

    /// <summary>The versions that this program's coordinator works with, for people: <c>2</c>, or <c>1 to 2</c>.</summary>
    public static string Spoken => Oldest == Current ? $"{Current}" : $"{Oldest} to {Current}";

    /// <summary>Whether a coordinator of this program works with nodes of a version.</summary>
    public static bool IsSpoken(int version) => version is >= Oldest and <= Current;

    /// <summary>Why a coordinator of this program cannot work with a worker; null when it can.</summary>
    /// <param name="worker">The version that the worker speaks.</param>
    public static string? Refuse(int worker) => IsSpoken(worker)
        ? null
        : $"it speaks version {worker} of the protocol, and this coordinator {Spoken}; run the same program version on all nodes";
}
