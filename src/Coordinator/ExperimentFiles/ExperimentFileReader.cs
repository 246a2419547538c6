using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>
/// Reads experiment files. A file is checked whole: whatever is wrong with it comes back as errors, all of them at once
/// and each at its place, and never as an exception.
/// </summary>
/// <param name="loadDataset">
/// Loads a dataset of a kind that is a file, and tells what it holds; it may throw anything, whose message is reported at
/// the line of <c>dataset.path</c>. When null, networks and batches are not checked against data files.
/// </param>
public sealed class ExperimentFileReader(Func<DatasetSpecification, DatasetShape>? loadDataset = null)
{
    /// <summary>Reads a file.</summary>
    public ExperimentFileResult ReadFile(string path, ExperimentFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var diagnostics = new DiagnosticCollector();
        return ExperimentFileText.Read(path, diagnostics) is { } text
            ? Read(text, path, Path.GetDirectoryName(Path.GetFullPath(path))!, options ?? new(), diagnostics)
            : new ExperimentFileResult(null, diagnostics.InOrder());
    }

    /// <summary>Reads a text that is no file, such as a built-in experiment.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sourceName">The name by which errors call it.</param>
    /// <param name="options">What the command line adds to it.</param>
    public ExperimentFileResult Read(string text, string sourceName, ExperimentFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(sourceName);
        options ??= new();
        return Read(text, sourceName, options.BaseDirectory, options, new DiagnosticCollector());
    }

    private ExperimentFileResult Read(
        string text, string source, string directory, ExperimentFileOptions options, DiagnosticCollector diagnostics)
    {
        if (!ExperimentFileText.IsReadable(text, source, diagnostics)
            || YamlDocumentReader.ReadFile(text, source, diagnostics) is not { } document)
        {
            return new ExperimentFileResult(null, diagnostics.InOrder());
        }

        var keys = new KeyCollector(OverrideApplier.Apply(document, options.Overrides, diagnostics), diagnostics);
        var values = new SpecificationBuilder(keys, diagnostics);
        var dataset = values.Dataset(directory, options.BaseDirectory);
        var loss = values.Loss(dataset);
        var checks = new ConsistencyChecks(values, diagnostics);
        var shape = dataset is null ? null : DatasetInspection.Inspect(dataset, values, loadDataset, diagnostics);
        if (dataset is not null && shape is not null)
        {
            checks.Network(dataset, shape, loss);
            checks.Examples(dataset, shape);
            dataset = dataset with { Sha256 = shape.Sha256 ?? dataset.Sha256 };
        }

        var specification = values.Build(dataset, loss);
        checks.Runs(specification, keys.PlaceOf("grid"), options.AllowLargeGrid);
        return diagnostics.Any
            ? new ExperimentFileResult(null, diagnostics.InOrder())
            : new ExperimentFileResult(specification, []);
    }
}
