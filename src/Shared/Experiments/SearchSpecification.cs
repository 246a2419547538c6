namespace NNOptim.Experiments;

/// <summary>How an experiment chooses its runs.</summary>
/// <param name="Name">The strategy's name in files, for example <c>grid</c>.</param>
public sealed record SearchSpecification(string Name)
{
    /// <summary>The name of the strategy that runs every combination of values.</summary>
    public const string GridName = "grid";

    /// <summary>Every combination of values.</summary>
    public static SearchSpecification Grid { get; } = new(GridName);

    /// <summary>The values of the strategy's own parameters.</summary>
    public ParameterValues Values { get; init; } = ParameterValues.Empty;

    /// <summary>Whether it runs every combination of values, all of which are known at submission.</summary>
    public bool IsGrid => Name == GridName;
}
