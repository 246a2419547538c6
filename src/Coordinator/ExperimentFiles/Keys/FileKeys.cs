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

    private const string Data = "dataset";

    private static readonly FrozenDictionary<string, string> descriptions = new Dictionary<string, string>
    {
        [""] = "A hyperparameter experiment of NNOptim.Actors.",
        [Data] = "The data that every run trains on.",
        ["network"] = "The fully connected network.",
        ["training"] = "How long to train, and what to record.",
        ["optimizers"] = "Hyperparameters of single optimisers.",
        [Grid] = "The hyperparameters to compare; every combination is one run.",
        [ChoiceKeys.Objective] = "The metric by which configurations are ranked, by its name or as a summary of a series.",
        [ChoiceKeys.Confirmation] = "The confirmation: the best configurations are trained again on fresh seeds. None when absent or false; the defaults when true.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The new names of keys of earlier versions, by their old paths.</summary>
    public static FrozenDictionary<string, string> Renamed { get; } = new Dictionary<string, string>
    {
        ["dataset.label_column"] = "label",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The key that names the trainable.</summary>
    public static FileKey Trainable { get; } =
        new("trainable", new TextType("a trainable's name", 100), "What is trained; network when absent.") { Default = NetworkTrainable.Name };

    private static readonly ImmutableArray<FileKey> common =
    [
        new("name", new TextType("a name", 200), "The experiment's name.") { Required = true },
        new("description", new TextType("a text", 10_000, MayBeEmpty: true), "A description in your own words."),
        Trainable,

        .. DatasetKeys.All,
    ];

    private static readonly FileKey folds =
        new(DatasetKeys.Folds, new IntegerType(2, DatasetSplits.MaxFolds), "The number of folds of a cross-validation, in place of test_fraction; none when absent.") { Nullable = true };

    private FileKeys(Trainable trainable)
    {
        // The keys of a section are adjacent. Those of the grid come after the trainable's others, and then those that compare its runs. A
        // declared parameter replaces the key of its path.
        var own = trainable.Parameters.Select(KeyOf).ToList();
        All =
        [
            .. common.Where(key => !own.Exists(declared => declared.Path == key.Path)),
            .. trainable.FindParameter(DatasetSplits.Fold) is { Role: ParameterRole.Split } ? (FileKey[])[folds] : [],
            .. own.Where(key => key.Section == Data),
            .. own.Where(key => key.Section is not (Data or Grid)).GroupBy(key => key.Section).SelectMany(section => section),
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
