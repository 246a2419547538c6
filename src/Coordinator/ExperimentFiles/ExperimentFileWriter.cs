using System.Globalization;
using System.Text;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>
/// Writes a resolved specification as an experiment file, with all defaults and complete lists. Reading that file gives the same
/// specification again.
/// </summary>
public static class ExperimentFileWriter
{
    /// <summary>The file's text.</summary>
    public static string Write(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var text = new StringBuilder();
        var section = "";
        foreach (var key in FileKeys.For(specification.Trainable).All.Where(key => key.AppliesTo(specification.Dataset.Kind)))
        {
            if (ValueText(specification, key) is not { } value)
            {
                continue;
            }

            WriteHeaders(text, section, key.Section);
            section = key.Section;
            text.Append(Indent(section)).Append(key.Name).Append(": ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    private static void WriteHeaders(StringBuilder text, string from, string to)
    {
        if (to.Length == 0 || to == from || from.StartsWith(to + ".", StringComparison.Ordinal))
        {
            return;
        }

        var outer = to.LastIndexOf('.') is var dot and >= 0 ? to[..dot] : "";
        if (!from.StartsWith(outer + ".", StringComparison.Ordinal))
        {
            WriteHeaders(text, from, outer);
        }

        text.Append(Indent(outer)).Append(to[(outer.Length == 0 ? 0 : outer.Length + 1)..]).Append(":\n");
    }

    private static string Indent(string section) =>
        section.Length == 0 ? "" : new string(' ', 2 * (section.Count(character => character == '.') + 1));

    internal static string? ValueText(ExperimentSpecification specification, FileKey key)
    {
        if (key.Parameter is { } parameter)
        {
            var values = specification.Axis(parameter.Name)?.Values.Select(value => Text(value, key.Type)).ToList() ?? [];
            return values.Count switch
            {
                0 => null,
                1 => values[0],
                _ => $"[{string.Join(", ", values)}]",
            };
        }

        return SpecificationValues.ValueOf(specification, key) is { } own ? Text(own, key.Type) : null;
    }

    private static string Text(ParameterValue value, ParameterType type) => value switch
    {
        ParameterValue.Layers layers => string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", layers.Widths)}]"),
        ParameterValue.Name name when type is TextType or CharacterType => YamlQuoting.Quote(name.Value),
        ParameterValue.Name name when type is ChoiceType choice && choice.Names.Contains(",") => YamlQuoting.Quote(name.Value),
        ParameterValue.Texts texts => List(texts.Items),
        ParameterValue.Levels levels when type is FillType => Mapping(levels, column => YamlQuoting.Quote(column.Levels[0])),
        ParameterValue.Levels levels => Mapping(levels, column => List(column.Levels)),
        _ => value.ToString(),
    };

    private static string List(ValueList<string> texts) => $"[{string.Join(", ", texts.Select(YamlQuoting.Quote))}]";

    private static string Mapping(ParameterValue.Levels levels, Func<ColumnLevels, string> value) =>
        $"{{{string.Join(", ", levels.Columns.Select(column => $"{YamlQuoting.Quote(column.Column)}: {value(column)}"))}}}";
}
