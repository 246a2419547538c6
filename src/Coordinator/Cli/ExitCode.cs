namespace NNOptim.Cli;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    /// <summary>All runs completed or diverged; a diverged run is a result.</summary>
    public const int Success = 0;

    /// <summary>Some runs failed or were cancelled.</summary>
    public const int RunsFailed = 1;

    /// <summary>Invalid usage or input; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>The database, the network or the disk failed.</summary>
    public const int Infrastructure = 3;

    /// <summary>A person or the system interrupted the program.</summary>
    public const int Interrupted = 130;
}
