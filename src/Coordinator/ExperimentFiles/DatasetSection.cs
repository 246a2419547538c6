using System.Collections.Immutable;
using System.Text;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Reads and writes the section <c>dataset</c> of an experiment file alone.</summary>
public static class DatasetSection
{
    private const string Prefix = "dataset.";

    private static readonly FileKeys keys = FileKeys.For(NetworkTrainable.Standard.Declaration);

    /// <summary>Reads a section of a path and further keys.</summary>
    /// <param name="path">The path of the data.</param>
    /// <param name="overrides">Further keys as <c>key=value</c>, with or without <c>dataset.</c> before the key.</param>
    /// <param name="currentDirectory">The folder that relative paths are relative to.</param>
    /// <returns>The specification, or the errors.</returns>
    public static (DatasetSpecification? Specification, ImmutableArray<ExperimentFileError> Errors) Read(
        string path, IReadOnlyList<string> overrides, string currentDirectory)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var at = new SourceLocation(path);
        var section = new YamlMapping(at, [new YamlEntry(at, "path", new YamlText(at, path, Quoted: true))]);
        var diagnostics = new DiagnosticCollector();
        var document = new OverrideApplier(keys).Apply(
            new YamlMapping(at, [new YamlEntry(at, "dataset", section)]),
            [.. overrides.Select(text => text.StartsWith(Prefix, StringComparison.Ordinal) ? text : Prefix + text)],
            diagnostics);
        document = ImpliedKind.Add(document, data => Directory.Exists(Path.Combine(currentDirectory, data.Text)));
        var values = new SpecificationBuilder(NetworkTrainable.Standard.Declaration, keys, new KeyCollector(document, keys, diagnostics), diagnostics);
        var dataset = DatasetChecks.Check(values.Dataset(currentDirectory, currentDirectory), values, diagnostics);
        ImmutableArray<ExperimentFileError> errors = [.. diagnostics.InOrder().Where(IsOfData)];
        return errors.IsEmpty ? (dataset, []) : (null, errors);
    }

    /// <summary>Writes the section with the keys that differ from their defaults.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="path">The path to write.</param>
    public static string Write(DatasetSpecification specification, string path)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var experiment = ExperimentSpecification.Create("data", NetworkTrainable.Standard.Declaration, specification with { Path = path });
        var text = new StringBuilder("dataset:\n");
        foreach (var key in DatasetKeys.All.Where(key => key.AppliesTo(specification.Kind) && IsWorthWriting(key, specification)))
        {
            if (ExperimentFileWriter.ValueText(experiment, key) is { } value && !IsDefault(key, experiment))
            {
                text.Append("  ").Append(key.Name).Append(": ").Append(value).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsOfData(ExperimentFileError error) =>
        error.Key is null || error.Key == "dataset" || error.Key.StartsWith(Prefix, StringComparison.Ordinal);

    // The kind of a file follows from its name, and the rule for the classes' shares from the other keys.
    private static bool IsWorthWriting(FileKey key, DatasetSpecification specification) => key.Path switch
    {
        DatasetKeys.Stratify or DatasetKeys.Sha256 => false,
        DatasetKeys.MissingTexts => specification.Table.MissingTexts != TableReading.UsualMissingValues,
        _ => key != DatasetKeys.Kind || specification.Path is null || DataFileNames.KindOf(specification.Path, Directory.Exists) != specification.Kind,
    };

    private static bool IsDefault(FileKey key, ExperimentSpecification experiment) =>
        key.Default is { } text && key.Parse(new YamlText(new SourceLocation(""), text)) == SpecificationValues.ValueOf(experiment, key);
}
