using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NNOptim.Experiments;

/// <summary>Maps the values of an enumeration to their names in files and back.</summary>
public sealed class ChoiceNames<T>
    where T : struct, Enum
{
    private readonly ImmutableArray<(T Value, string Name)> pairs;

    /// <summary>Creates the table. Its order is the display order of the names.</summary>
    public ChoiceNames(params ReadOnlySpan<(T Value, string Name)> pairs) => this.pairs = [.. pairs];

    /// <summary>All names in order.</summary>
    public IEnumerable<string> Names => pairs.Select(pair => pair.Name);

    /// <summary>The name of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has no name.</exception>
    public string NameOf(T value)
    {
        foreach (var pair in pairs)
        {
            if (EqualityComparer<T>.Default.Equals(pair.Value, value))
            {
                return pair.Name;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, null);
    }

    /// <summary>Finds the value of a name; false when no value has the name.</summary>
    public bool TryParse([NotNullWhen(true)] string? name, out T value)
    {
        foreach (var pair in pairs)
        {
            if (pair.Name == name)
            {
                value = pair.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of a name.</summary>
    /// <exception cref="FormatException">No value has that name.</exception>
    public T Parse(string name) =>
        TryParse(name, out var value) ? value : throw new FormatException($"'{name}' is none of {string.Join(", ", Names)}.");
}

/// <summary>Creates tables of names.</summary>
public static class ChoiceNames
{
    /// <summary>
    /// Creates the table of an enumeration from its members' names in snake case, for example <c>mean_squared_error</c> for
    /// <c>MeanSquaredError</c>.
    /// </summary>
    public static ChoiceNames<T> FromMembers<T>()
        where T : struct, Enum => new([.. Enum.GetValues<T>().Select(value => (value, SnakeCase(value.ToString())))]);

    private static string SnakeCase(string member) => string.Concat(
        member.Select((character, place) => (place > 0 && char.IsUpper(character) ? "_" : "") + char.ToLowerInvariant(character)));
}
