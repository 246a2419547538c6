using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The values of a trainable's metrics, in the order of their declaration. NaN means that a run has no value.</summary>
public readonly struct MetricValues : IEquatable<MetricValues>
{
    private readonly ImmutableArray<double> values;

    /// <summary>Creates the list from values.</summary>
    public MetricValues(ImmutableArray<double> values) => this.values = values;

    /// <summary>Creates the list from values. Null and values that are not finite become NaN.</summary>
    public MetricValues(IEnumerable<double?> values)
        : this([.. values.Select(value => value is { } number && double.IsFinite(number) ? number : double.NaN)])
    {
    }

    /// <summary>The values; NaN for a missing value.</summary>
    public ImmutableArray<double> Values => values.IsDefault ? [] : values;

    /// <summary>The value of the metric at an index of the declaration; null when there is none.</summary>
    public double? this[int place] => place >= 0 && place < Values.Length && !double.IsNaN(values[place]) ? values[place] : null;

    /// <summary>Whether the values agree bit for bit.</summary>
    public bool Equals(MetricValues other) =>
        Values.Length == other.Values.Length
        && Values.Zip(other.Values).All(pair => BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValues other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(17, HashCode.Combine);

    /// <summary>Whether the values agree bit for bit.</summary>
    public static bool operator ==(MetricValues left, MetricValues right) => left.Equals(right);

    /// <summary>Whether the values differ in any bit.</summary>
    public static bool operator !=(MetricValues left, MetricValues right) => !left.Equals(right);
}
