using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Kernels;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Optimizers;

/// <summary>A row of the table of optimisers: the declarations of its type, and a factory of engines compiled for it.</summary>
public sealed class OptimizerRule
{
    private OptimizerRule(
        string name,
        string description,
        ImmutableArray<Parameter> parameters,
        Func<NetworkRun, Dataset, EpochPermutations, Engine> create,
        Func<NetworkRun[], Dataset, EpochPermutations[], Engine> createTogether)
    {
        Name = name;
        Description = description;
        Parameters = parameters;
        Create = create;
        CreateTogether = createTogether;
    }

    /// <summary>Its name in files, for example <c>adam</c>.</summary>
    public string Name { get; }

    /// <summary>A description in one sentence.</summary>
    public string Description { get; }

    /// <summary>Its own parameters.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    internal Func<NetworkRun, Dataset, EpochPermutations, Engine> Create { get; }

    internal Func<NetworkRun[], Dataset, EpochPermutations[], Engine> CreateTogether { get; }

    /// <summary>Creates the row of a type.</summary>
    internal static OptimizerRule For<T>()
        where T : IOptimizer => new(T.Name, T.Description, T.Parameters, EngineFactory.Create<T>, EngineFactory.CreateTogether<T>);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
