using System.Diagnostics.CodeAnalysis;

namespace NNOptim.Experiments;

/// <summary>Identifies one experiment: eight characters of Crockford's base 32 in lower case, for example <c>k3f9x2ma</c>.</summary>
public readonly record struct ExperimentId
{
    /// <summary>The number of characters in an id.</summary>
    public const int Length = 8;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private ExperimentId(string value) => Value = value;

    /// <summary>The id's text.</summary>
    public string Value { get; }

    /// <summary>Creates a random id of 40 bits.</summary>
    public static ExperimentId Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new ExperimentId(string.Create(Length, random, static (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = Alphabet[source.Next(Alphabet.Length)];
            }
        }));
    }

    /// <summary>Parses an id.</summary>
    /// <exception cref="FormatException">The text is not eight characters of the alphabet.</exception>
    public static ExperimentId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an experiment id.");

    /// <summary>Parses an id; false when the text is not eight characters of the alphabet.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExperimentId id)
    {
        var valid = text is { Length: Length } && text.All(Alphabet.Contains);
        id = valid ? new ExperimentId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
