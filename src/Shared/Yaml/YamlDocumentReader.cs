using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Files;
using SharpYaml;
using SharpYaml.Events;

namespace NNOptim.Yaml;

/// <summary>Reports an error in a YAML text.</summary>
/// <param name="at">Its position.</param>
/// <param name="key">The path of the key concerned; null when there is none.</param>
/// <param name="message">What is wrong.</param>
public delegate void YamlProblemHandler(SourceLocation at, string? key, string message);

/// <summary>
/// Reads one YAML document from any text, a hostile one included. It limits the depth, and the size with all aliases expanded, before it
/// builds anything.
/// </summary>
public sealed class YamlDocumentReader
{
    /// <summary>The limit of the depth; files of this program have at most five levels.</summary>
    public const int MaximumDepth = 32;

    /// <summary>The most values of a document, with all aliases expanded.</summary>
    public const int MaximumSize = 200_000;

    private readonly string text;
    private readonly Func<int, int, SourceLocation> locate;
    private readonly YamlProblemHandler report;
    private readonly string? key;
    private readonly Dictionary<string, YamlItem> anchors = [];
    private EventReader events = null!;
    private int values;

    private YamlDocumentReader(string text, Func<int, int, SourceLocation> locate, YamlProblemHandler report, string? key)
    {
        this.text = text;
        this.locate = locate;
        this.report = report;
        this.key = key;
    }

    /// <summary>Whether a text contains a document, even an invalid one: more than comments and blanks.</summary>
    public static bool HoldsDocument(string text)
    {
        try
        {
            var events = YamlEvents.Read(text);
            events.Expect<StreamStart>();
            return !events.Accept<StreamEnd>();
        }
        catch (YamlTextException)
        {
            return true;
        }
    }

    /// <summary>Reads a file's text; null, with the errors reported, when it is not a YAML document or is empty.</summary>
    public static YamlItem? ReadFile(string text, string source, YamlProblemHandler report) =>
        new YamlDocumentReader(
            text, (line, column) => new SourceLocation(source, line, column), report, null).Read();

    /// <summary>Reads a value that the command line gives for a key. All positions are that option.</summary>
    public static YamlItem? ReadOverride(string text, string key, SourceLocation origin, YamlProblemHandler report) =>
        new YamlDocumentReader(text, (_, _) => origin, report, key).Read();

    private YamlItem? Read()
    {
        try
        {
            events = YamlEvents.Read(text);
            events.Expect<StreamStart>();
            if (events.Peek<StreamEnd>() is { } end)
            {
                throw Refuse(end.Start, "there is no value here");
            }

            events.Expect<DocumentStart>();
            var item = ReadItem(1, key);
            events.Expect<DocumentEnd>();
            return events.Peek<DocumentStart>() is { } second
                ? throw Refuse(second.Start, "a second document starts here; there may be only one")
                : item;
        }
        catch (YamlTextException refused)
        {
            report(locate(refused.Line, refused.Column), key, refused.Message);
            return null;
        }
    }

    private YamlItem ReadItem(int depth, string? path)
    {
        var current = events.Parser.Current!;
        if (depth > MaximumDepth)
        {
            throw Refuse(current.Start, $"values are nested deeper than {MaximumDepth} levels");
        }

        if (++values > MaximumSize)
        {
            throw TooLarge(current.Start);
        }

        if (events.Allow<AnchorAlias>() is { } alias)
        {
            return anchors.TryGetValue(alias.Value, out var target)
                ? target
                : throw Refuse(alias.Start, $"there is no anchor &{Excerpt.Shorten(alias.Value)} before this alias");
        }

        var start = events.Expect<NodeEvent>();
        if (start.Tag is not (null or "" or "!"))
        {
            throw Refuse(start.Start, $"the tag {Excerpt.Shorten(start.Tag)} is not supported here; remove it");
        }

        // The library gives no position for the mapping in [key: value]; it begins with its key.
        var at = Locate(start is MappingStart && depth > 1 && start.Start.Index == 0 ? events.Parser.Current!.Start : start.Start);
        YamlItem item = start switch
        {
            Scalar scalar => new YamlText(at, scalar.Value, scalar.Style != ScalarStyle.Plain),
            SequenceStart => new YamlList(at, ReadItems(depth, path)),
            _ => new YamlMapping(at, ReadEntries(depth, path)),
        };
        if (item.Size > MaximumSize)
        {
            throw TooLarge(start.Start);
        }

        if (!string.IsNullOrEmpty(start.Anchor))
        {
            // Set only when the value is complete. An alias within it finds no anchor, so no value contains itself.
            anchors[start.Anchor] = item;
        }

        return item;
    }

    private ImmutableArray<YamlItem> ReadItems(int depth, string? path)
    {
        var items = ImmutableArray.CreateBuilder<YamlItem>();
        while (events.Allow<SequenceEnd>() is null)
        {
            items.Add(ReadItem(depth + 1, path));
        }

        return items.ToImmutable();
    }

    private ImmutableArray<YamlEntry> ReadEntries(int depth, string? path)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var lines = new Dictionary<string, SourceLocation>();
        while (events.Allow<MappingEnd>() is null)
        {
            var current = events.Parser.Current!;
            var keyAt = Locate(current.Start);
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
                    ? string.Create(CultureInfo.InvariantCulture, $"; its first value is on line {line}")
                    : "";
                report(keyAt, valuePath, $"the key is given twice{first}");
            }
        }

        return entries.ToImmutable();
    }

    private static YamlTextException TooLarge(Mark mark) =>
        Refuse(mark, string.Create(
            CultureInfo.InvariantCulture, $"there are more than {MaximumSize:N0} values up to here, counting expanded aliases"));

    private static YamlTextException Refuse(Mark mark, string message) => new(mark.Line + 1, mark.Column + 1, message);

    private SourceLocation Locate(Mark mark) => locate(mark.Line + 1, mark.Column + 1);
}
