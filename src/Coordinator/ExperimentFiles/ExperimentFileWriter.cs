using System.Globalization;
using System.Text;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>
/// Writes a resolved specification as an experiment file with every default filled in and every list written out.
/// Reading that file gives the same specification again.
/// </summary>
public static class ExperimentFileWriter
{
    /// <summary>The file's text.</summary>
    public static string Write(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var text = new StringBuilder();
        var section = "";
        foreach (var key in FileKeys.All.Where(key => key.AppliesTo(specification.Dataset.Kind)))
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
        if (key.Hyperparameter is { } hyperparameter)
        {
            var values = specification.Axes.First(axis => axis.Hyperparameter == hyperparameter).Values.Select(Text).ToList();
            return values.Count == 1 ? values[0] : $"[{string.Join(", ", values)}]";
        }

        return SpecificationValues.Of(specification, key) switch
        {
            null => null,
            HyperparameterValue.Name { Value: var name } when key.Type is TextType => YamlQuoting.Quote(name),
            var value => Text(value),
        };
    }

    private static string Text(HyperparameterValue value) => value switch
    {
        HyperparameterValue.Layers layers => string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", layers.Widths)}]"),
        _ => value.ToString(),
    };
}
