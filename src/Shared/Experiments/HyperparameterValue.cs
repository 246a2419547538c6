using System.Collections.Immutable;
using System.Globalization;

namespace NNOptim.Experiments;

/// <summary>A value of a hyperparameter. <see cref="object.ToString"/> gives the text that files, tables and reports show; numbers round-trip.</summary>
public abstract record HyperparameterValue
{
    private HyperparameterValue()
    {
    }

    /// <summary>A real number.</summary>
    public sealed record Number(double Value) : HyperparameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number.</summary>
    public sealed record Integer(long Value) : HyperparameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One of a set of names, for example <c>adam</c> or <c>full</c>.</summary>
    public sealed record Name(string Value) : HyperparameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>The widths of a network's layers, shown as <c>2-5-2-1</c>.</summary>
    public sealed record Layers(ImmutableArray<int> Widths) : HyperparameterValue
    {
        /// <inheritdoc/>
        public bool Equals(Layers? other) => other is not null && Widths.AsSpan().SequenceEqual(other.Widths.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Widths.Aggregate(17, HashCode.Combine);

        /// <inheritdoc/>
        public override string ToString() => string.Join('-', Widths);
    }
}
