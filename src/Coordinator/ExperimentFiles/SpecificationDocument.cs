using System.Collections.Immutable;
using System.Globalization;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Converts a specification to the YAML document of its experiment file, without writing text, so that the file reader can check it.</summary>
internal static class SpecificationDocument
{
    /// <summary>Creates the document.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="source">The name of the specification in error messages.</param>
    public static YamlMapping Create(ExperimentSpecification specification, string source)
    {
        var at = new SourceLocation(source);
        var values = new List<(string[] Path, YamlItem Item)>();
        foreach (var key in FileKeys.For(specification.Trainable).All.Where(key => key.AppliesTo(specification.Dataset.Kind)))
        {
            if (ItemOf(specification, key, at) is { } item)
            {
                values.Add((key.Path.Split('.'), item));
            }
        }

        return MappingOf(values, 0, at);
    }

    private static YamlMapping MappingOf(IReadOnlyCollection<(string[] Path, YamlItem Item)> values, int depth, SourceLocation at) => new(
        at,
        [
            .. values.GroupBy(value => value.Path[depth]).Select(section => new YamlEntry(
                at,
                section.Key,
                section.First() is { Path.Length: var length, Item: var item } && length == depth + 1 ? item : MappingOf([.. section], depth + 1, at))),
        ]);

    private static YamlItem? ItemOf(ExperimentSpecification specification, FileKey key, SourceLocation at)
    {
        if (key.Parameter is not { } parameter)
        {
            return SpecificationValues.ValueOf(specification, key) is { } own ? ItemOf(own, key.Type, at) : null;
        }

        ImmutableArray<YamlItem> items = [.. specification.Axis(parameter.Name)?.Values.Select(value => ItemOf(value, key.Type, at)) ?? []];
        return items switch
        {
            [] => null,
            [var only] => only,
            _ => new YamlList(at, items),
        };
    }

    private static YamlItem ItemOf(ParameterValue value, ParameterType type, SourceLocation at) => value switch
    {
        ParameterValue.Layers layers => new YamlList(at, [.. layers.Widths.Select(width => new YamlText(at, width.ToString(CultureInfo.InvariantCulture)))]),
        ParameterValue.Name name => new YamlText(at, name.Value, Quoted: type is TextType),
        ParameterValue.Texts texts => ListOf(texts.Items, at),
        ParameterValue.Levels levels => new YamlMapping(
            at,
            [.. levels.Columns.Select(column => new YamlEntry(at, column.Column, type is FillType ? new YamlText(at, column.Levels[0], Quoted: true) : ListOf(column.Levels, at)))]),
        _ => new YamlText(at, value.ToString()),
    };

    private static YamlList ListOf(ValueList<string> texts, SourceLocation at) => new(at, [.. texts.Select(text => new YamlText(at, text, Quoted: true))]);
}
