namespace NNOptim.ExperimentFiles;

/// <summary>What the command line adds to an experiment file.</summary>
public sealed record ExperimentFileOptions
{
    /// <summary>Overrides as <c>key=value</c>, each value in YAML. A later one replaces an earlier one.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Whether the user accepts more runs than <see cref="GridLimits.MaxWithoutFlag"/>.</summary>
    public bool AllowLargeGrid { get; init; }

    /// <summary>The folder that data paths are relative to, when they come from the command line or a text without a file.</summary>
    public string BaseDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Whether a path of data is looked up to see whether it is a folder. Never for a file that another machine sent.</summary>
    internal bool LooksForFolders { get; init; }
}
