using System.Collections.Immutable;
using System.Globalization;

namespace NNOptim.Experiments;

/// <summary>
/// A value of a parameter. <see cref="object.ToString"/> returns the text in files, tables and reports. Numbers round-trip.
/// </summary>
public abstract record ParameterValue
{
    private ParameterValue()
    {
    }

    /// <summary>Creates real numbers as the values of an axis.</summary>
    public static ImmutableArray<ParameterValue> Numbers(params ReadOnlySpan<double> values) => Map(values, value => new Number(value));

    /// <summary>Creates whole numbers as the values of an axis.</summary>
    public static ImmutableArray<ParameterValue> Integers(params ReadOnlySpan<long> values) => Map(values, value => new Integer(value));

    /// <summary>Creates names as the values of an axis.</summary>
    public static ImmutableArray<ParameterValue> Names(params ReadOnlySpan<string> values) => Map(values, value => new Name(value));

    private static ImmutableArray<ParameterValue> Map<T>(ReadOnlySpan<T> values, Func<T, ParameterValue> map)
    {
        var mapped = ImmutableArray.CreateBuilder<ParameterValue>(values.Length);
        foreach (var value in values)
        {
            mapped.Add(map(value));
        }

        return mapped.MoveToImmutable();
    }

    /// <summary>A real number. Two numbers are equal when their bits are equal.</summary>
    public sealed record Number(double Value) : ParameterValue
    {
        /// <inheritdoc/>
        public bool Equals(Number? other) =>
            other is not null && BitConverter.DoubleToInt64Bits(Value) == BitConverter.DoubleToInt64Bits(other.Value);

        /// <inheritdoc/>
        public override int GetHashCode() => BitConverter.DoubleToInt64Bits(Value).GetHashCode();

        /// <inheritdoc/>
        public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number.</summary>
    public sealed record Integer(long Value) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One of a set of names, for example <c>adam</c> or <c>full</c>.</summary>
    public sealed record Name(string Value) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>The widths of a network's layers, written as <c>2-5-2-1</c>. In a file that is not resolved, the outer ones may be <see cref="LayersType.Automatic"/>.</summary>
    public sealed record Layers(ImmutableArray<int> Widths) : ParameterValue
    {
        /// <inheritdoc/>
        public bool Equals(Layers? other) => other is not null && Widths.AsSpan().SequenceEqual(other.Widths.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Widths.Aggregate(17, HashCode.Combine);

        /// <inheritdoc/>
        public override string ToString() => string.Join('-', Widths.Select(width => width == LayersType.Automatic ? LayersType.Auto : width.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>A list of texts. Only keys of data have such values; parameters of a trainable have none.</summary>
    public sealed record Texts(ValueList<string> Items) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Items.ToString();
    }

    /// <summary>Columns, each with a list of texts. Only keys of data have such values; parameters of a trainable have none.</summary>
    public sealed record Levels(ValueList<ColumnLevels> Columns) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => $"{{{string.Join(", ", Columns.Select(column => $"{column.Column}: {column.Levels}"))}}}";
    }
}
