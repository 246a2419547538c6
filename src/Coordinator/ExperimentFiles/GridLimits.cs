using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>The limits on the number of runs of a grid and its confirmation.</summary>
public static class GridLimits
{
    /// <summary>A larger grid is more often a mistake than intended, so it requires <see cref="Flag"/>.</summary>
    public const int MaxWithoutFlag = 10_000;

    /// <summary>No grid may be larger than this, and no list may have more values.</summary>
    public const int Max = ExperimentGrid.MaxRuns;

    /// <summary>The option of the command line that allows a large grid.</summary>
    public const string Flag = "--allow-large-grid";
}
