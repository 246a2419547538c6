namespace NNOptim.ExperimentFiles;

/// <summary>What the command line adds to an experiment file.</summary>
public sealed record ExperimentFileOptions
{
    /// <summary>Overrides as <c>key=value</c>, each value in YAML; a later one wins over an earlier one.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Whether more runs than <see cref="GridLimits.WithoutFlag"/> are meant.</summary>
    public bool AllowLargeGrid { get; init; }

    /// <summary>The folder that data paths given on the command line, or in a text that is no file, are relative to.</summary>
    public string BaseDirectory { get; init; } = Environment.CurrentDirectory;
}
