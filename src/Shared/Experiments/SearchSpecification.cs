namespace NNOptim.Experiments;

/// <summary>The search that chooses an experiment's runs.</summary>
/// <param name="Name">The strategy's name in files, for example <c>grid</c>.</param>
public sealed record SearchSpecification(string Name)
{
    /// <summary>The name of the strategy that proposes every combination of values.</summary>
    public const string GridName = "grid";

    /// <summary>The search that proposes every combination of values.</summary>
    public static SearchSpecification Grid { get; } = new(GridName);

    /// <summary>The values of the strategy's own parameters.</summary>
    public ParameterValues Values { get; init; } = ParameterValues.Empty;

    /// <summary>Whether the search proposes every combination of values. All of them are known at submission.</summary>
    public bool IsGrid => Name == GridName;
}
