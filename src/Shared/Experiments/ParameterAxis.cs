using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// One parameter of an experiment with its values, in the given order. An axis with one value is a constant. When the parameter has a
/// condition, its axis multiplies only the runs that fulfil it.
/// </summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Values">Its values: one or more, all distinct. Empty for an optional parameter that the file does not give.</param>
public sealed record ParameterAxis(Parameter Parameter, ImmutableArray<ParameterValue> Values)
{
    /// <summary>Whether there are several values.</summary>
    public bool Varies => Values.Length > 1;

    /// <inheritdoc/>
    public bool Equals(ParameterAxis? other) =>
        other is not null && Parameter == other.Parameter && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Parameter, Values.Length, Values.IsEmpty ? null : Values[0]);
}
