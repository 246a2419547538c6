using System.Collections.Immutable;

namespace NNOptim.Training.Optimizers;

/// <summary>The table of optimisers. To add one, add a type that implements <see cref="IOptimizer"/> and a line here.</summary>
public static class OptimizerRules
{
    /// <summary>All optimisers in display order.</summary>
    public static ImmutableArray<OptimizerRule> All { get; } =
    [
        OptimizerRule.For<GradientDescent>(),
        OptimizerRule.For<Momentum>(),
        OptimizerRule.For<Adam>(),
    ];
}
