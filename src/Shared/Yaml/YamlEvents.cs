using System.Text.RegularExpressions;
using SharpYaml;
using SharpYaml.Events;

namespace NNOptim.Yaml;

/// <summary>Reads the events of a YAML text. Exceptions of the library become a <see cref="YamlTextException"/> with a position.</summary>
public sealed partial class YamlEvents : IParser
{
    private readonly string text;
    private readonly char standIn;
    private readonly IParser parser;
    private readonly Stack<ParsingEvent> open = new();

    private YamlEvents(string text)
    {
        this.text = text;
        standIn = UnusedCharacter(text);
        parser = Parser.CreateParser(new StringReader(QuestionMarkOfText().Replace(text, standIn.ToString())));
    }

    /// <inheritdoc/>
    public ParsingEvent? Current { get; private set; }

    /// <summary>Starts to read a text.</summary>
    /// <exception cref="YamlTextException">The text is not valid YAML. Each later step may throw it as well.</exception>
    public static EventReader Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new EventReader(new YamlEvents(text));
    }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        try
        {
            if (!parser.MoveNext())
            {
                return false;
            }
        }
        catch (YamlException invalid)
        {
            throw YamlMistake.Explain(text, invalid, open.TryPeek(out var collection) ? collection : null);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw YamlMistake.After(Current?.End ?? Mark.Empty);
        }

        Current = parser.Current is Scalar scalar ? WithQuestionMarks(scalar) : parser.Current;
        if (Current is MappingStart or SequenceStart)
        {
            open.Push(Current);
        }
        else if (Current is MappingEnd or SequenceEnd)
        {
            open.Pop();
        }

        return true;
    }

    private Scalar WithQuestionMarks(Scalar scalar) =>
        scalar.Value.Contains(standIn, StringComparison.Ordinal)
            ? new Scalar(
                scalar.Anchor, scalar.Tag, scalar.Value.Replace(standIn, '?'), scalar.Style,
                scalar.IsPlainImplicit, scalar.IsQuotedImplicit, scalar.Start, scalar.End)
            : scalar;

    private static char UnusedCharacter(string text)
    {
        var character = '\uE000';
        while (text.Contains(character, StringComparison.Ordinal))
        {
            character++;
        }

        return character;
    }

    /// <summary>
    /// A question mark within a word. Between brackets, SharpYaml reads it as a key indicator, although YAML 1.2 reads it as text. So a
    /// character of the private use area replaces it.
    /// </summary>
    [GeneratedRegex(@"(?<=[^\s,\[{])\?|\?(?=[^\s,\[\]{}])", RegexOptions.CultureInvariant)]
    private static partial Regex QuestionMarkOfText();
}
