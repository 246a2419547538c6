namespace NNOptim.ExperimentFiles;

/// <summary>How many runs a grid may expand to.</summary>
public static class GridLimits
{
    /// <summary>A larger grid is more often a slip than a wish, so it asks for <see cref="Flag"/>.</summary>
    public const int WithoutFlag = 10_000;

    /// <summary>No grid may be larger than this, nor may a list have more values.</summary>
    public const int Always = 1_000_000;

    /// <summary>The option of the command line that allows a large grid.</summary>
    public const string Flag = "--allow-large-grid";
}
