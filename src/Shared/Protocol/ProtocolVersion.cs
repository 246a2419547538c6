namespace NNOptim.Shared.Protocol;

/// <summary>The version of the pull protocol; nodes of different versions do not work together.</summary>
public static class ProtocolVersion
{
    /// <summary>This program's version.</summary>
    public const int Current = 1;
}
