using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>One run of the grid: its number, its value on every axis that applies to it, and the training they decide.</summary>
/// <param name="Values">The value on each axis; an axis of another optimiser is absent.</param>
/// <param name="Run">The training.</param>
public sealed record GridPoint(ImmutableDictionary<Hyperparameter, HyperparameterValue> Values, RunSpecification Run)
{
    /// <summary>The text of this run's value on an axis; empty where the axis does not apply.</summary>
    public string Text(Hyperparameter hyperparameter) =>
        Values.TryGetValue(hyperparameter, out var value) ? value.ToString() : "";
}
