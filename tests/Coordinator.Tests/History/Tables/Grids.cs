using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>Experiments of some axes.</summary>
internal static class Grids
{
    /// <summary>An experiment of one seed with these values on these axes, and one on each other.</summary>
    public static ExperimentSpecification Of(params (Hyperparameter Axis, ImmutableArray<HyperparameterValue> Values)[] axes)
    {
        var given = axes.ToDictionary(axis => axis.Axis, axis => axis.Values);
        var one = Actors.Experiments.Of(1);
        return one with { Axes = [.. one.Axes.Select(axis => axis with { Values = given.GetValueOrDefault(axis.Hyperparameter, axis.Values) })] };
    }
}
