using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>Experiments with given axes.</summary>
internal static class Grids
{
    /// <summary>An experiment of one seed with these values of these parameters, and one value of each other parameter.</summary>
    public static ExperimentSpecification Create(params (string Parameter, ImmutableArray<ParameterValue> Values)[] axes) =>
        axes.Aggregate(Actors.Experiments.Specify(1), (specification, axis) => specification.With(axis.Parameter, axis.Values));
}
