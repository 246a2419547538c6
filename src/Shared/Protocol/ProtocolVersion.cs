namespace NNOptim.Protocol;

/// <summary>
/// The version of the pull protocol. A change that earlier programs can ignore, such as a new field, keeps the version. Any other change
/// raises it.
/// </summary>
public static class ProtocolVersion
{
    /// <summary>This program's version.</summary>
    public const int Current = 3;

    /// <summary>The oldest version that this coordinator accepts.</summary>
    public const int Oldest = 3;

    /// <summary>The versions that this coordinator accepts, for people: <c>3</c>, or <c>3 to 4</c>.</summary>
    public static string Supported => Oldest == Current ? $"{Current}" : $"{Oldest} to {Current}";

    /// <summary>Whether this coordinator accepts nodes of a version.</summary>
    public static bool IsSupported(int version) => version is >= Oldest and <= Current;

    /// <summary>Why this coordinator cannot work with a worker; null when it can.</summary>
    /// <param name="worker">The version that the worker uses.</param>
    public static string? Refuse(int worker) => IsSupported(worker)
        ? null
        : $"it uses protocol version {worker}, and this coordinator supports {Supported}; run the same program version on all nodes";
}
