using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The values of a trainable's metrics, in the order of their declaration; NaN where a run has none.</summary>
public readonly struct MetricValues : IEquatable<MetricValues>
{
    private readonly ImmutableArray<double> values;

    /// <summary>Creates it from values.</summary>
    public MetricValues(ImmutableArray<double> values) => this.values = values;

    /// <summary>Creates it from values; null and values that are not finite are absent.</summary>
    public MetricValues(IEnumerable<double?> values)
        : this([.. values.Select(value => value is { } number && double.IsFinite(number) ? number : double.NaN)])
    {
    }

    /// <summary>The values; NaN where there is none.</summary>
    public ImmutableArray<double> Values => values.IsDefault ? [] : values;

    /// <summary>The value of the metric at an index of the declaration; null when there is none.</summary>
    public double? this[int place] => place >= 0 && place < Values.Length && !double.IsNaN(values[place]) ? values[place] : null;

    /// <summary>Whether the values are the same bits.</summary>
    public bool Equals(MetricValues other) =>
        Values.Length == other.Values.Length
        && Values.Zip(other.Values).All(pair => BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValues other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(17, HashCode.Combine);

    /// <summary>Whether the values are the same bits.</summary>
    public static bool operator ==(MetricValues left, MetricValues right) => left.Equals(right);

    /// <summary>Whether the values are not the same bits.</summary>
    public static bool operator !=(MetricValues left, MetricValues right) => !left.Equals(right);
}
