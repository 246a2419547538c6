using System.Collections.Immutable;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Builds a specification from the given keys and the defaults.</summary>
internal sealed class SpecificationBuilder
{
    private readonly Trainable trainable;
    private readonly KeyCollector keys;
    private readonly DiagnosticCollector diagnostics;
    private readonly Dictionary<string, GivenValue> single = [];
    private readonly Dictionary<string, ImmutableArray<GivenValue>> axes = [];
    private readonly HashSet<string> failed = [];

    /// <summary>Reads the value of every key.</summary>
    public SpecificationBuilder(Trainable trainable, FileKeys fileKeys, KeyCollector keys, DiagnosticCollector diagnostics)
    {
        this.trainable = trainable;
        this.keys = keys;
        this.diagnostics = diagnostics;
        var reader = new ValueReader(diagnostics);
        var kind = ReadKind(reader);
        foreach (var key in fileKeys.All.Where(key => key != DatasetKeys.Kind))
        {
            Read(reader, key, kind);
        }
    }

    /// <summary>The value of a key with one value; null when there is none or it is not allowed.</summary>
    public GivenValue? One(string path) => single.GetValueOrDefault(path);

    /// <summary>The values of a parameter that may vary; empty when they are not allowed or there is no such parameter.</summary>
    public ImmutableArray<GivenValue> Many(string parameter) => axes.GetValueOrDefault(parameter, []);

    /// <summary>Replaces the values of a parameter that may vary.</summary>
    public void Replace(string parameter, ImmutableArray<GivenValue> values) => axes[parameter] = values;

    /// <summary>Whether the given value of a key is not allowed.</summary>
    public bool HasFailed(string path) => failed.Contains(path);

    /// <summary>The data, with full paths; null when any of its keys is not allowed.</summary>
    public DatasetSpecification? Dataset(string fileDirectory, string currentDirectory)
    {
        if (failed.Any(path => path.StartsWith("dataset.", StringComparison.Ordinal)))
        {
            return null;
        }

        var kind = Choices.DatasetKinds.Parse(Text(DatasetKeys.Kind.Path)!);
        var defaults = new DatasetSpecification { Kind = kind };
        var dataset = defaults with
        {
            Examples = (int?)Whole("dataset.examples") ?? defaults.Examples,
            Noise = Real("dataset.noise") ?? defaults.Noise,
            Factor = Real("dataset.factor") ?? defaults.Factor,
            Centers = (int?)Whole("dataset.centers") ?? defaults.Centers,
            Features = (int?)Whole(DatasetKeys.Features) ?? defaults.Features,
            ClusterStandardDeviation = Real("dataset.cluster_std") ?? defaults.ClusterStandardDeviation,
            Seed = (uint?)Whole("dataset.seed") ?? defaults.Seed,
            Path = FullPath("dataset.path"),
            LabelsPath = FullPath("dataset.labels_path"),
            Table = kind.IsTable() ? TableValues.Read(One) : defaults.Table with { Classes = TableValues.Texts(One(DatasetKeys.Classes)) ?? [] },
            Task = Text("dataset.task") is { } task ? Choices.Tasks.Parse(task) : defaults.Task,
            Sha256 = Text("dataset.sha256"),
            Standardize = One(DatasetKeys.Standardize)!.Value is ParameterValue.Name which ? Choices.Standardized.Parse(which.Value) : StandardizedFeatures.Listed,
            StandardizedColumns = TableValues.Texts(One(DatasetKeys.Standardize)) ?? [],
            StandardizeLabel = Text(DatasetKeys.StandardizeLabel) == "true",
            Split = Choices.Splits.Parse(Text(DatasetKeys.Split)!),
            TestFraction = Real(DatasetKeys.TestFraction)!.Value,
            SplitSeed = (uint)(Whole(DatasetKeys.SplitSeed) ?? FirstSplitSeed ?? defaults.SplitSeed),
            Folds = (int?)Whole(DatasetKeys.Folds) ?? 0,
        };
        return dataset with { Stratify = Text(DatasetKeys.Stratify) is { } stratify ? stratify == "true" : IsStratifiedByDefault(dataset) };

        // A path on the command line is relative to the working folder, as in the shell.
        string? FullPath(string key) => One(key) is { } path
            ? Path.GetFullPath(Path.Combine(path.At.Line is null ? currentDirectory : fileDirectory, path.Value.ToString()))
            : null;
    }

    private static bool IsStratifiedByDefault(DatasetSpecification dataset) =>
        dataset.Task == LearningTask.Classification && dataset.Split == SplitKind.Random && dataset.Table.Group is null
        && (dataset.TestFraction > 0 || dataset.Folds > 0);

    /// <summary>The specification. Missing values have been reported; placeholders replace them.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="inferred">Values inferred from others, by the names of parameters that the file does not give.</param>
    /// <param name="objective">The metric by which configurations are ranked; null for the trainable's.</param>
    public ExperimentSpecification Build(DatasetSpecification? dataset, ParameterValues inferred, string? objective)
    {
        var specification = new ExperimentSpecification
        {
            Name = Text("name") ?? "",
            Description = Text("description") ?? "",
            Trainable = trainable,
            Dataset = dataset ?? new DatasetSpecification { Kind = DatasetKind.Moons },
            Axes = [.. trainable.Parameters.Select(parameter => new ParameterAxis(parameter, ValuesOf(parameter, inferred, dataset)))],
            Objective = objective ?? trainable.Objective,
            Compare = Text(ChoiceKeys.Compare),
        };
        return specification with { Confirmation = ConfirmationOf(specification) };
    }

    /// <summary>The confirmation; null when there is none or its values are not allowed.</summary>
    private ConfirmationSpecification? ConfirmationOf(ExperimentSpecification specification) =>
        keys.Has(ChoiceKeys.Confirmation) && Whole(ChoiceKeys.Finalists) is { } finalists && Whole(ChoiceKeys.Seeds) is { } seeds
            ? new ConfirmationSpecification(
                (int)finalists,
                Text(ChoiceKeys.Per) switch
                {
                    null => specification.Compared?.Name,
                    ConfirmationSpecification.NoParameter => null,
                    var per => per,
                },
                (int)seeds)
            : null;

    private long? FirstSplitSeed => Many(DatasetSplits.Seed) is [var first, ..] ? (first.Value as ParameterValue.Integer)?.Value : null;

    private ImmutableArray<ParameterValue> ValuesOf(Parameter parameter, ParameterValues inferred, DatasetSpecification? dataset) =>
        !parameter.IsFixed && Many(parameter.Name) is { IsEmpty: false } given ? [.. given.Select(value => value.Value)]
        : !parameter.IsFixed ? (dataset is null ? null : DatasetSplits.Default(parameter, dataset)) ?? []
        : (One(parameter.Path)?.Value ?? inferred[parameter.Name]) is { } value ? [value]
        : [];

    private DatasetKind? ReadKind(ValueReader reader)
    {
        Read(reader, DatasetKeys.Kind, null);
        return Text(DatasetKeys.Kind.Path) is { } name ? Choices.DatasetKinds.Parse(name) : null;
    }

    private void Read(ValueReader reader, FileKey key, DatasetKind? kind)
    {
        // When the kind is unknown, values are still checked, but none is reported as missing or unused.
        var applies = key.Kinds.IsEmpty || (kind is { } known && key.Kinds.Contains(known));
        if (keys.Find(key) is { } given)
        {
            if (kind is { } other && !applies)
            {
                var users = string.Join(" and ", key.Kinds.Select(Choices.DatasetKinds.NameOf));
                diagnostics.Add(given.KeyAt, key.Path, null, $"data of kind {Choices.DatasetKinds.NameOf(other)} does not use this key; only {users} {(key.Kinds.Length == 1 ? "does" : "do")}");
                failed.Add(key.Path);
            }

            Take(reader, key, given);
            return;
        }

        if (key.Required && applies)
        {
            failed.Add(key.Path);
            diagnostics.Add(keys.LocationFor(key), key.Path, null, $"the key is missing; {key.Allowed}");
        }

        if (key.TakesList)
        {
            axes[key.Parameter!.Name] = key.Parameter.Default is { } value ? [Default(key, value)] : [];
        }
        else if (key.Default is { } text && applies && (!key.NeedsSection || keys.Has(key.Section)))
        {
            single[key.Path] = Default(key, key.Parse(new YamlText(keys.LocationFor(key), text))!);
        }
    }

    private void Take(ValueReader reader, FileKey key, GivenKey given)
    {
        if (key.TakesList)
        {
            axes[key.Parameter!.Name] = key.Nullable && given.Item is YamlText { IsNull: true } ? [] : reader.Many(given);
        }
        else if (reader.One(given) is { } value)
        {
            single[key.Path] = value;
        }
        else if (!(key.Nullable && given.Item is YamlText { IsNull: true }))
        {
            failed.Add(key.Path);
        }
    }

    private GivenValue Default(FileKey key, ParameterValue value) => new(value, key.Path, null, keys.LocationFor(key));

    private string? Text(string path) => One(path)?.Value.ToString();

    private double? Real(string path) => (One(path)?.Value as ParameterValue.Number)?.Value;

    private long? Whole(string path) => (One(path)?.Value as ParameterValue.Integer)?.Value;
}
