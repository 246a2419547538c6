using System.Collections.Immutable;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Makes a specification of the keys that were given, with every default filled in.</summary>
internal sealed class SpecificationBuilder
{
    private readonly KeyCollector keys;
    private readonly DiagnosticCollector diagnostics;
    private readonly Dictionary<string, GivenValue> single = [];
    private readonly Dictionary<Hyperparameter, ImmutableArray<GivenValue>> axes = [];
    private readonly HashSet<string> failed = [];

    /// <summary>Reads the value of every key.</summary>
    public SpecificationBuilder(KeyCollector keys, DiagnosticCollector diagnostics)
    {
        this.keys = keys;
        this.diagnostics = diagnostics;
        var reader = new ValueReader(diagnostics);
        var kind = ReadKind(reader);
        foreach (var key in FileKeys.All.Where(key => key != FileKeys.Kind))
        {
            Read(reader, key, kind);
        }
    }

    /// <summary>The value of a key of one value; null when there is none or it is not allowed.</summary>
    public GivenValue? One(string path) => single.GetValueOrDefault(path);

    /// <summary>The values of a hyperparameter; empty when they are not allowed.</summary>
    public ImmutableArray<GivenValue> Many(Hyperparameter hyperparameter) => axes[hyperparameter];

    /// <summary>The data, its paths in full; null when any of its keys is not allowed.</summary>
    public DatasetSpecification? Dataset(string fileDirectory, string currentDirectory)
    {
        if (failed.Any(path => path.StartsWith("dataset.", StringComparison.Ordinal)))
        {
            return null;
        }

        var kind = Choices.DatasetKinds.Parse(Text(FileKeys.Kind.Path)!);
        var defaults = new DatasetSpecification { Kind = kind };
        return defaults with
        {
            Examples = (int?)Whole("dataset.examples") ?? defaults.Examples,
            Noise = Real("dataset.noise") ?? defaults.Noise,
            Factor = Real("dataset.factor") ?? defaults.Factor,
            Centers = (int?)Whole("dataset.centers") ?? defaults.Centers,
            Features = (int?)Whole("dataset.features") ?? defaults.Features,
            ClusterStandardDeviation = Real("dataset.cluster_std") ?? defaults.ClusterStandardDeviation,
            Seed = (uint?)Whole("dataset.seed") ?? defaults.Seed,
            Path = FullPath("dataset.path"),
            LabelsPath = FullPath("dataset.labels_path"),
            LabelColumn = Text("dataset.label_column"),
            Task = Text("dataset.task") is { } task ? Choices.Tasks.Parse(task) : defaults.Task,
            Sha256 = Text("dataset.sha256"),
            Standardize = Text("dataset.standardize") == "true",
            TestFraction = Real("dataset.test_fraction")!.Value,
            SplitSeed = (uint)Whole("dataset.split_seed")!.Value,
        };

        // A path on the command line means what it means to the shell it was typed in.
        string? FullPath(string key) => One(key) is { } path
            ? Path.GetFullPath(Path.Combine(path.At.Line is null ? currentDirectory : fileDirectory, path.Value.ToString()))
            : null;
    }

    /// <summary>The loss as given, or inferred; null when it is not allowed, or nothing can be inferred.</summary>
    public LossFunction? Loss(DatasetSpecification? dataset)
    {
        if (Text("network.loss") is { } given)
        {
            return Choices.Losses.Parse(given);
        }

        if (failed.Contains("network.loss") || dataset is null)
        {
            return null;
        }

        if (dataset.Task == LearningTask.Regression)
        {
            return LossFunction.MeanSquaredError;
        }

        var widths = Many(Hyperparameters.Layers);
        return widths.IsEmpty
            ? null
            : widths.All(value => ((HyperparameterValue.Layers)value.Value).Widths[^1] == 1)
                ? LossFunction.BinaryCrossEntropy
                : LossFunction.SoftmaxCrossEntropy;
    }

    /// <summary>The specification; what is missing has been reported, and something stands in its place.</summary>
    public ExperimentSpecification Build(DatasetSpecification? dataset, LossFunction? loss) => new()
    {
        Name = Text("name") ?? "",
        Description = Text("description") ?? "",
        Dataset = dataset ?? new DatasetSpecification { Kind = DatasetKind.Moons },
        Loss = loss ?? LossFunction.BinaryCrossEntropy,
        RecordEvery = (int?)Whole("training.record_every") ?? 1,
        TargetCost = Real("training.target_cost"),
        ShuffleSeed = (uint?)Whole("training.shuffle_seed"),
        Precision = Text("training.precision") is { } precision ? Choices.Precisions.Parse(precision) : default,
        Delay = Real("training.delay") ?? 0,
        Axes =
        [
            .. Hyperparameters.InOrder.Select(hyperparameter =>
                new GridAxis(hyperparameter, [.. Many(hyperparameter).Select(value => value.Value)])),
        ],
    };

    private DatasetKind? ReadKind(ValueReader reader)
    {
        Read(reader, FileKeys.Kind, null);
        return Text(FileKeys.Kind.Path) is { } name ? Choices.DatasetKinds.Parse(name) : null;
    }

    private void Read(ValueReader reader, FileKey key, DatasetKind? kind)
    {
        // Where the kind is unknown, values are checked all the same, but none is called missing or useless.
        var applies = key.Kinds.IsEmpty || (kind is { } known && key.Kinds.Contains(known));
        if (keys.Find(key) is { } given)
        {
            if (kind is { } other && !applies)
            {
                var users = string.Join(" and ", key.Kinds.Select(Choices.DatasetKinds.NameOf));
                diagnostics.Add(given.KeyAt, key.Path, null, $"data of kind {Choices.DatasetKinds.NameOf(other)} has no use for this key; only {users} {(key.Kinds.Length == 1 ? "has" : "have")}");
                failed.Add(key.Path);
            }

            Take(reader, key, given);
            return;
        }

        if (key.Required && applies)
        {
            failed.Add(key.Path);
            diagnostics.Add(keys.PlaceFor(key), key.Path, null, $"the key is missing; {key.Allowed}");
        }

        if (key.Hyperparameter is { } hyperparameter)
        {
            axes[hyperparameter] = hyperparameter.Default is { } value ? [Default(key, value)] : [];
        }
        else if (key.Default is { } text && applies)
        {
            single[key.Path] = Default(key, key.Type.Parse(new YamlText(keys.PlaceFor(key), text))!);
        }
    }

    private void Take(ValueReader reader, FileKey key, GivenKey given)
    {
        if (key.Hyperparameter is { } hyperparameter)
        {
            axes[hyperparameter] = reader.Many(given);
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

    private GivenValue Default(FileKey key, HyperparameterValue value) => new(value, key.Path, null, keys.PlaceFor(key));

    private string? Text(string path) => One(path)?.Value.ToString();

    private double? Real(string path) => (One(path)?.Value as HyperparameterValue.Number)?.Value;

    private long? Whole(string path) => (One(path)?.Value as HyperparameterValue.Integer)?.Value;
}
