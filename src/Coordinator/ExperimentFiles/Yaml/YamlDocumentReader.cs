using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NNOptim.Coordinator.ExperimentFiles.Yaml;

/// <summary>
/// Reads one YAML document from a text of any origin, hostile ones included: it bounds the depth, and the size that
/// aliases multiply to, before anything is built from it.
/// </summary>
internal sealed class YamlDocumentReader
{
    /// <summary>An experiment file is four levels deep.</summary>
    public const int MaximumDepth = 32;

    /// <summary>The number of values a document may hold, each alias counted as all that it stands for.</summary>
    public const int MaximumSize = 200_000;

    private readonly Parser parser;
    private readonly Func<Mark, SourceLocation> locate;
    private readonly DiagnosticCollector diagnostics;
    private readonly string? key;
    private readonly Dictionary<string, YamlItem> anchors = [];
    private int values;

    private YamlDocumentReader(string text, Func<Mark, SourceLocation> locate, DiagnosticCollector diagnostics, string? key)
    {
        parser = new Parser(new StringReader(text));
        this.locate = locate;
        this.diagnostics = diagnostics;
        this.key = key;
    }

    /// <summary>Reads a file's text; null when it is not a YAML document or an empty one, with the errors reported.</summary>
    public static YamlItem? ReadFile(string text, string source, DiagnosticCollector diagnostics) =>
        new YamlDocumentReader(
            text, mark => new SourceLocation(source, (int)mark.Line, (int)mark.Column), diagnostics, null).Read();

    /// <summary>Reads a value given on the command line for a key, with all places reported as that option.</summary>
    public static YamlItem? ReadOverride(string text, string key, SourceLocation origin, DiagnosticCollector diagnostics) =>
        new YamlDocumentReader(text, _ => origin, diagnostics, key).Read();

    private YamlItem? Read()
    {
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out var end))
            {
                throw Refuse(end.Start, "there is nothing here");
            }

            parser.Consume<DocumentStart>();
            var item = ReadItem(1, key);
            parser.Consume<DocumentEnd>();
            return parser.Accept<DocumentStart>(out var second)
                ? throw Refuse(second.Start, "a second document starts here; there may be only one")
                : item;
        }
        catch (YamlRefusedException refused)
        {
            diagnostics.Add(refused.At, key, null, refused.Message);
        }
        catch (YamlException invalid)
        {
            diagnostics.Add(locate(invalid.Start), key, null, $"this is not valid YAML: {invalid.Message}");
        }

        return null;
    }

    private YamlItem ReadItem(int depth, string? path)
    {
        var current = Peek();
        if (depth > MaximumDepth)
        {
            throw Refuse(current.Start, $"values are nested deeper than {MaximumDepth} levels");
        }

        if (++values > MaximumSize)
        {
            throw TooLarge(current.Start);
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw Refuse(alias.Start, $"no anchor &{DiagnosticCollector.Shorten(alias.Value.Value)} stands before this alias");
        }

        var start = parser.Consume<NodeEvent>();
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific)
        {
            throw Refuse(start.Start, $"the tag {DiagnosticCollector.Shorten(start.Tag.Value)} has no meaning here; leave it out");
        }

        var at = locate(start.Start);
        YamlItem item = start switch
        {
            Scalar scalar => new YamlText(at, scalar.Value, scalar.Style != ScalarStyle.Plain),
            SequenceStart => new YamlList(at, ReadItems(depth, path)),
            MappingStart => new YamlMapping(at, ReadEntries(depth, path)),
            _ => throw Refuse(start.Start, "this is no value"),
        };
        if (item.Size > MaximumSize)
        {
            throw TooLarge(start.Start);
        }

        if (!start.Anchor.IsEmpty)
        {
            // Set only now, when the value is whole: an alias within it finds no anchor, so no value contains itself.
            anchors[start.Anchor.Value] = item;
        }

        return item;
    }

    private ImmutableArray<YamlItem> ReadItems(int depth, string? path)
    {
        var items = ImmutableArray.CreateBuilder<YamlItem>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadItem(depth + 1, path));
        }

        return items.ToImmutable();
    }

    private ImmutableArray<YamlEntry> ReadEntries(int depth, string? path)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var lines = new Dictionary<string, SourceLocation>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var current = Peek();
            var keyAt = locate(current.Start);
            if (ReadItem(depth + 1, path) is not YamlText name)
            {
                throw Refuse(current.Start, "a key must be a single word");
            }

            var valuePath = path is null ? name.Text : $"{path}.{name.Text}";
            var value = ReadItem(depth + 1, valuePath);
            if (lines.TryAdd(name.Text, keyAt))
            {
                entries.Add(new YamlEntry(keyAt, name.Text, value));
            }
            else
            {
                var first = lines[name.Text].Line is { } line
                    ? string.Create(CultureInfo.InvariantCulture, $"; it stands on line {line} already")
                    : "";
                diagnostics.Add(keyAt, valuePath, null, $"the key is given twice{first}");
            }
        }

        return entries.ToImmutable();
    }

    private ParsingEvent Peek()
    {
        parser.Accept<ParsingEvent>(out var current);
        return current ?? throw Refuse(Mark.Empty, "the text ends within a value");
    }

    private YamlRefusedException TooLarge(Mark mark) =>
        Refuse(mark, string.Create(
            CultureInfo.InvariantCulture, $"there are more than {MaximumSize:N0} values up to here, aliases written out"));

    private YamlRefusedException Refuse(Mark mark, string message) => new(locate(mark), message);
}
