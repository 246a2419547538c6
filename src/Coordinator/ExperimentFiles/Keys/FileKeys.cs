using System.Collections.Frozen;
using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Optimizers;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>
/// Every key of a trainable's experiment file: those of the experiment and its data, and those that the trainable declares. The reader, the
/// writer, the JSON schema and the tables of the documentation are all derived from these.
/// </summary>
internal sealed class FileKeys
{
    /// <summary>The section of the grid, with a key for every parameter that may vary.</summary>
    public const string Grid = "grid";

    private static readonly FrozenDictionary<string, string> descriptions = new Dictionary<string, string>
    {
        [""] = "A hyperparameter experiment of NNOptim.Actors.",
        ["dataset"] = "The data that every run trains on.",
        ["network"] = "The fully connected network.",
        ["training"] = "How long to train, and what to record.",
        ["optimizers"] = "Hyperparameters of single optimisers.",
        [Grid] = "The hyperparameters to compare; every combination is one run.",
        [ChoiceKeys.Objective] = "The metric by which configurations are ranked, by its name or as a summary of a series.",
        [ChoiceKeys.Confirmation] = "The confirmation: the best configurations are trained again on fresh seeds. None when absent or false; the defaults when true.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly DatasetKind[] generated = [DatasetKind.Moons, DatasetKind.Circles, DatasetKind.Blobs];
    private static readonly DatasetKind[] files = [DatasetKind.Csv, DatasetKind.Idx];

    private static readonly IntegerType seeds = new(0, uint.MaxValue);
    private static readonly NumberType fraction = new(0, true, 1);

    /// <summary>The key that decides which other keys of the dataset are allowed.</summary>
    public static FileKey Kind { get; } =
        new("dataset.kind", ChoiceType.FromNames(Choices.DatasetKinds), "Where the examples come from.") { Required = true };

    /// <summary>The key that names the trainable.</summary>
    public static FileKey Trainable { get; } =
        new("trainable", new TextType("a trainable's name", 100), "What is trained; network when absent.") { Default = NetworkTrainable.Name };

    private static readonly ImmutableArray<FileKey> common =
    [
        new("name", new TextType("a name", 200), "The experiment's name.") { Required = true },
        new("description", new TextType("a text", 10_000, MayBeEmpty: true), "A description in your own words."),
        Trainable,

        Kind,
        new("dataset.examples", new IntegerType(2, 10_000_000), "The number of examples.") { Default = "300", Kinds = [.. generated] },
        new("dataset.noise", new NumberType(0, true), "The standard deviation of the noise added to each coordinate.")
        {
            Default = "0.2", Kinds = [DatasetKind.Moons, DatasetKind.Circles],
        },
        new("dataset.factor", fraction, "The ratio of the inner circle's radius to the outer circle's.")
        {
            Default = "0.8", Kinds = [DatasetKind.Circles],
        },
        new("dataset.centers", new IntegerType(2, 10_000), "The number of clusters, which are the classes.")
        {
            Default = "3", Kinds = [DatasetKind.Blobs],
        },
        new("dataset.features", new IntegerType(1, 100_000), "The number of features.") { Default = "2", Kinds = [DatasetKind.Blobs] },
        new("dataset.cluster_std", new NumberType(0, true), "The standard deviation of each cluster.")
        {
            Default = "1", Kinds = [DatasetKind.Blobs],
        },
        new("dataset.seed", seeds, "The seed of the data. Runs with different seeds still see the same data.")
        {
            Default = "3", Kinds = [.. generated],
        },
        new("dataset.path", new TextType("a path", 4096), "The data file (idx: the images), relative to the experiment file.")
        {
            Required = true, Kinds = [.. files],
        },
        new("dataset.labels_path", new TextType("a path", 4096), "The file of the labels, relative to the experiment file.")
        {
            Required = true, Kinds = [DatasetKind.Idx],
        },
        new("dataset.label_column", new TextType("a column's header", 1000), "The header of the label column; the last column when absent.")
        {
            Nullable = true, Kinds = [DatasetKind.Csv],
        },
        new("dataset.task", ChoiceType.FromNames(Choices.Tasks), "Whether labels are class numbers or real numbers.")
        {
            Default = "classification", Kinds = [DatasetKind.Csv],
        },
        new("dataset.sha256", new HashType(), "The expected SHA-256 of the data (idx: of images then labels); not checked when absent.")
        {
            Nullable = true, Kinds = [.. files],
        },
        new("dataset.standardize", new FlagType(), "Whether to shift and scale each feature to mean 0 and standard deviation 1 on the training examples.")
        {
            Default = "false",
        },
        new("dataset.test_fraction", fraction, "The fraction of the examples held out as test data.") { Default = "0" },
        new("dataset.split_seed", seeds, "The seed of the split into training and test examples.") { Default = "3" },
    ];

    private FileKeys(Trainable trainable)
    {
        // The keys of a section are adjacent. Those of the grid come after the trainable's others, and then those that compare its runs.
        var own = trainable.Parameters.Select(KeyOf).ToList();
        All =
        [
            .. common,
            .. own.Where(key => key.Section != Grid).GroupBy(key => key.Section).SelectMany(section => section),
            .. own.Where(key => key.Section == Grid),
            .. ChoiceKeys.For(trainable),
        ];
        Sections = [.. All.SelectMany(key => SectionsAround(key.Section)).Append(Grid).Distinct().Select(SectionOf)];
    }

    /// <summary>The sections, each after the section that contains it.</summary>
    public ImmutableArray<FileSection> Sections { get; }

    /// <summary>The keys in the order in which a file is written.</summary>
    public ImmutableArray<FileKey> All { get; }

    /// <summary>All paths, sections and parameters' paths in <c>grid</c> included.</summary>
    public IEnumerable<string> Paths =>
        All.Select(key => key.Path)
            .Concat(Sections.Select(section => section.Path).Where(path => path.Length > 0))
            .Concat(All.Where(key => key.TakesList).Select(key => GridPath(key.Parameter!)))
            .Distinct();

    /// <summary>The keys of a trainable's files.</summary>
    public static FileKeys For(Trainable trainable) => new(trainable);

    /// <summary>The key of a path; null when there is none.</summary>
    public FileKey? Find(string path) => All.FirstOrDefault(key => key.Path == path);

    /// <summary>The key of a parameter in <c>grid</c>, in addition to or instead of its own path.</summary>
    public static string GridPath(Parameter parameter) => $"{Grid}.{parameter.Name}";

    /// <summary>The key with another own path that may also be given at a path in <c>grid</c>; null when there is none.</summary>
    public FileKey? InGridInstead(string path) => All.FirstOrDefault(key => key.TakesList && key.Path != path && GridPath(key.Parameter!) == path);

    private static FileKey KeyOf(Parameter parameter) => new(parameter.Path, parameter.Type, parameter.Description)
    {
        Parameter = parameter,
        Default = parameter.Default?.ToString(),
        Required = parameter.IsRequired,
        Nullable = parameter.IsOptional,
    };

    private static IEnumerable<string> SectionsAround(string section)
    {
        var outer = section.Length == 0 ? [] : SectionsAround(section.LastIndexOf('.') is var dot and >= 0 ? section[..dot] : "");
        return [.. outer, section];
    }

    private static FileSection SectionOf(string section) => new(section, DescriptionOf(section))
    {
        Shorthand = section switch
        {
            ChoiceKeys.Objective => "a metric's name",
            ChoiceKeys.Confirmation => "true, false",
            _ => null,
        },
    };

    private static string DescriptionOf(string section) =>
        descriptions.GetValueOrDefault(section)
        ?? OptimizerRules.All.FirstOrDefault(rule => section == $"optimizers.{rule.Name}")?.Description
        ?? $"Parameters of {section}.";
}
