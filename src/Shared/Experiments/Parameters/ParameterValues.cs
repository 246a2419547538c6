using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NNOptim.Experiments;

/// <summary>The values of some parameters by name, in the order of declaration. Runs share lists of names.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the values of parameters; that they can be enumerated is secondary.")]
public sealed class ParameterValues : IReadOnlyCollection<KeyValuePair<string, ParameterValue>>, IEquatable<ParameterValues>
{
    private readonly ImmutableArray<string> names;
    private readonly ImmutableArray<ParameterValue> values;

    /// <summary>Creates the values of some names.</summary>
    /// <param name="names">The names, all distinct.</param>
    /// <param name="values">The value of each.</param>
    /// <exception cref="ArgumentException">The number of values differs from the number of names.</exception>
    public ParameterValues(ImmutableArray<string> names, ImmutableArray<ParameterValue> values)
    {
        if (names.Length != values.Length)
        {
            throw new ArgumentException($"There are {names.Length} names and {values.Length} values.", nameof(values));
        }

        this.names = names;
        this.values = values;
    }

    /// <summary>No values.</summary>
    public static ParameterValues Empty { get; } = new([], []);

    /// <summary>The names in order.</summary>
    public ImmutableArray<string> Names => names;

    /// <summary>The values in the same order.</summary>
    public ImmutableArray<ParameterValue> Values => values;

    /// <inheritdoc/>
    public int Count => names.Length;

    /// <summary>The value of a parameter; null when there is none.</summary>
    public ParameterValue? this[string name]
    {
        get
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i] == name)
                {
                    return values[i];
                }
            }

            return null;
        }
    }

    /// <summary>Returns a copy with one value set. A new name is added at the end.</summary>
    public ParameterValues With(string name, ParameterValue value)
    {
        var place = names.IndexOf(name);
        return place < 0 ? new(names.Add(name), values.Add(value)) : new(names, values.SetItem(place, value));
    }

    /// <summary>Returns the values of all parameters except some.</summary>
    public ParameterValues Without(ImmutableArray<string> others) => others.Any(names.Contains)
        ? new([.. names.Where(name => !others.Contains(name))], [.. values.Where((_, place) => !others.Contains(names[place]))])
        : this;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator()
    {
        for (var i = 0; i < names.Length; i++)
        {
            yield return new(names[i], values[i]);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ParameterValues? other) =>
        other is not null && names.AsSpan().SequenceEqual(other.names.AsSpan()) && values.AsSpan().SequenceEqual(other.values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterValues);

    /// <inheritdoc/>
    public override int GetHashCode() => values.Aggregate(names.Length, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this.Select(pair => $"{pair.Key} {pair.Value}"));
}
