using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>
/// Reads experiment files. It checks the whole file and returns all errors at once, each with its position. It never throws for an invalid
/// file.
/// </summary>
/// <param name="loadDataset">
/// Loads a dataset from a file and returns its shape. The message of any exception it throws is reported at the line of
/// <c>dataset.path</c>. When null, networks and batches are not checked against data files.
/// </param>
/// <param name="trainables">The trainables that a file may name; when null, those of this program.</param>
public sealed class ExperimentFileReader(Func<DatasetSpecification, DatasetShape>? loadDataset = null, TrainableCatalog? trainables = null)
{
    private readonly TrainableCatalog catalog = trainables ?? new([NetworkTrainable.Standard.Declaration]);

    /// <summary>Reads a file.</summary>
    public ExperimentFileResult ReadFile(string path, ExperimentFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var diagnostics = new DiagnosticCollector();
        return ExperimentFileText.Read(path, diagnostics) is { } text
            ? Read(text, path, Path.GetDirectoryName(Path.GetFullPath(path))!, (options ?? new()) with { LooksForFolders = true }, diagnostics)
            : new ExperimentFileResult(null, diagnostics.InOrder());
    }

    /// <summary>Reads a text without a file, such as a built-in experiment.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sourceName">The name of the text in error messages.</param>
    /// <param name="options">The additions of the command line.</param>
    public ExperimentFileResult Read(string text, string sourceName, ExperimentFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(sourceName);
        options ??= new();
        return Read(text, sourceName, options.BaseDirectory, options, new DiagnosticCollector());
    }

    /// <summary>
    /// Checks a specification that another process resolved: this program must resolve its file to the same specification. Only the paths
    /// of data may differ, because they are local to the other machine.
    /// </summary>
    /// <param name="specification">The specification.</param>
    /// <param name="sourceName">The name of the specification in error messages.</param>
    /// <param name="allowLargeGrid">Whether a large grid is allowed.</param>
    public ExperimentFileResult Check(ExperimentSpecification specification, string sourceName, bool allowLargeGrid)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(sourceName);
        var diagnostics = new DiagnosticCollector();
        if (catalog.Find(specification.Trainable.Name) != specification.Trainable)
        {
            return Refuse($"the trainable {specification.Trainable.Name} is unknown here or has another declaration; use the same version of the program");
        }

        var options = new ExperimentFileOptions { AllowLargeGrid = allowLargeGrid, BaseDirectory = Path.GetTempPath() };
        var result = Read(SpecificationDocument.Create(specification, sourceName), options.BaseDirectory, options, diagnostics);
        if (result.Specification is not { } read)
        {
            return result;
        }

        var same = read with { Search = specification.Search, Dataset = read.Dataset with { Path = specification.Dataset.Path, LabelsPath = specification.Dataset.LabelsPath } };
        return same == specification ? result with { Specification = specification } : Refuse("the specification does not equal the one that its file resolves to");

        ExperimentFileResult Refuse(string reason)
        {
            diagnostics.Add(new SourceLocation(sourceName), null, reason);
            return new ExperimentFileResult(null, diagnostics.InOrder());
        }
    }

    private ExperimentFileResult Read(
        string text, string source, string directory, ExperimentFileOptions options, DiagnosticCollector diagnostics) =>
        ExperimentFileText.IsReadable(text, source, diagnostics) && YamlDocumentReader.ReadFile(text, source, diagnostics.Add) is { } document
            ? Read(document, directory, options, diagnostics)
            : new ExperimentFileResult(null, diagnostics.InOrder());

    private ExperimentFileResult Read(YamlItem document, string directory, ExperimentFileOptions options, DiagnosticCollector diagnostics)
    {
        var trainable = TrainableOf(document, options.Overrides);
        var fileKeys = FileKeys.For(trainable);
        var whole = ImpliedKind.Add(new OverrideApplier(fileKeys).Apply(document, options.Overrides, diagnostics), IsFolder);
        var keys = new KeyCollector(whole, fileKeys, diagnostics);
        var values = new SpecificationBuilder(trainable, fileKeys, keys, diagnostics);
        CheckTrainable(values, diagnostics);
        var dataset = DatasetChecks.Check(values.Dataset(directory, options.BaseDirectory), values, diagnostics);
        var shape = dataset is null ? null : DatasetInspection.Inspect(dataset, values, loadDataset, diagnostics);
        dataset = dataset is not null && shape?.Sha256 is { } sha256 ? dataset with { Sha256 = sha256, Table = Resolved(dataset, shape, values) } : dataset;
        var checks = new ConsistencyChecks(values, diagnostics);
        RefuseWidths(trainable, values, dataset, diagnostics);
        var training = dataset is null ? null : CheckSplit(dataset, shape, new SplitChecks(values, diagnostics));
        var inferred = trainable.Name == NetworkTrainable.Name ? CheckNetwork(values, dataset, shape, training, diagnostics) : ParameterValues.Empty;
        var choices = new ChoiceChecks(trainable, values, diagnostics);
        var specification = values.Build(dataset, inferred, choices.Objective());
        choices.Compared(specification);
        checks.Runs(specification, keys.LocationOf(FileKeys.Grid), options.AllowLargeGrid);
        checks.Confirmation(specification, keys.LocationOf(ChoiceKeys.Confirmation), options.AllowLargeGrid);
        return diagnostics.Any
            ? new ExperimentFileResult(null, diagnostics.InOrder())
            : new ExperimentFileResult(specification, []) { Notes = diagnostics.NotesInOrder() };

        bool IsFolder(YamlText path) =>
            options.LooksForFolders && Directory.Exists(Path.Combine(path.At.Line is null ? options.BaseDirectory : directory, path.Text));
    }

    /// <summary>Reports automatic widths where nothing says what they are: in other trainables, and in networks whose data are not loaded.</summary>
    private void RefuseWidths(Trainable trainable, SpecificationBuilder values, DatasetSpecification? dataset, DiagnosticCollector diagnostics)
    {
        var widths = new AutomaticWidths(values, diagnostics);
        if (trainable.Name != NetworkTrainable.Name)
        {
            widths.Refuse(trainable, "only the layers of the trainable network may have such a width; give a number");
        }
        else if (loadDataset is null && dataset is not null && DatasetInspection.IsLoaded(dataset.Kind))
        {
            widths.Refuse(trainable, "it needs the data, which are not read here; give a number");
        }
    }

    /// <summary>The reading with every choice made. Fill values belong to one split, so they are left out when there are several.</summary>
    private static TableReading Resolved(DatasetSpecification dataset, DatasetShape shape, SpecificationBuilder values) =>
        shape.Table is not { } table ? dataset.Table
        : dataset.Folds > 0 || values.Many(DatasetSplits.Seed).Length > 1 ? table with { Fills = dataset.Table.Fills }
        : table;

    /// <summary>Checks the split. Returns the number of training examples; null when it is unknown.</summary>
    private static int? CheckSplit(DatasetSpecification dataset, DatasetShape? shape, SplitChecks checks)
    {
        checks.Check(dataset);
        return shape is null ? null : shape.TrainingExamples ?? checks.TrainingExamples(dataset, shape.Examples);
    }

    /// <summary>Checks the network against its data, and sets the loss when the file omits it.</summary>
    private static ParameterValues CheckNetwork(
        SpecificationBuilder values, DatasetSpecification? dataset, DatasetShape? shape, int? training, DiagnosticCollector diagnostics)
    {
        var checks = new NetworkChecks(values, diagnostics);
        var loss = checks.LossOf(dataset, shape);
        if (dataset is not null && shape is not null)
        {
            checks.Widths(shape, loss);
            checks.Network(dataset, shape, loss);
        }

        if (training is { } examples)
        {
            checks.Batches(examples);
        }

        return loss is { } known
            ? new ParameterValues([NetworkParameters.Loss], ParameterValue.Names(NetworkChoices.Losses.NameOf(known)))
            : ParameterValues.Empty;
    }

    /// <summary>The trainable that the file names; the default when the name is missing or invalid, which is reported later.</summary>
    private Trainable TrainableOf(YamlItem document, IReadOnlyList<string> overrides)
    {
        var prefix = $"{FileKeys.Trainable.Path}=";
        var name = overrides.LastOrDefault(text => text.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..].Trim()
            ?? ((document as YamlMapping)?[FileKeys.Trainable.Path] as YamlText)?.Text;
        return (name is null ? null : catalog.Find(name)) ?? catalog.Find(NetworkTrainable.Name) ?? catalog.Trainables[0];
    }

    private void CheckTrainable(SpecificationBuilder values, DiagnosticCollector diagnostics)
    {
        if (values.One(FileKeys.Trainable.Path) is { Item: { } item } given && catalog.Find(given.Value.ToString()) is null)
        {
            diagnostics.NotAllowed(item, given.Path, $"give {new ChoiceType(catalog.Names).Allowed}");
        }
    }
}
