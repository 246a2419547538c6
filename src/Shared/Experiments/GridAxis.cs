using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// One hyperparameter of an experiment with the values it takes, in the order given. An axis of one value is a constant.
/// An axis that belongs to one optimiser (<see cref="Hyperparameter.Optimizer"/>) multiplies the runs of that one only.
/// </summary>
/// <param name="Hyperparameter">The hyperparameter.</param>
/// <param name="Values">Its values: one or more, no two equal.</param>
public sealed record GridAxis(Hyperparameter Hyperparameter, ImmutableArray<HyperparameterValue> Values)
{
    /// <inheritdoc/>
    public bool Equals(GridAxis? other) =>
        other is not null && Hyperparameter == other.Hyperparameter && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hyperparameter, Values.Length, Values.IsEmpty ? null : Values[0]);
}
