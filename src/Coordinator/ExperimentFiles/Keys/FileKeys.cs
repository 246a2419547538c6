using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>
/// Every key of the experiment file, said once: the reader, the writer, the JSON schema and the tables of the
/// documentation all come from here.
/// </summary>
internal static class FileKeys
{
    private static readonly DatasetKind[] generated = [DatasetKind.Moons, DatasetKind.Circles, DatasetKind.Blobs];
    private static readonly DatasetKind[] files = [DatasetKind.Csv, DatasetKind.Idx];

    private static readonly IntegerType seeds = new(0, uint.MaxValue);
    private static readonly NumberType fraction = new(0, true, 1);

    /// <summary>The sections, each after the one it stands in.</summary>
    public static ImmutableArray<FileSection> Sections { get; } =
    [
        new("", "A hyperparameter experiment of NNOptim.Actors."),
        new("dataset", "The data that every run trains on."),
        new("network", "The fully connected network."),
        new("training", "How long to train, and what to record."),
        new("optimizers", "Hyperparameters of single optimisers."),
        new("optimizers.momentum", "Gradient descent with momentum: v = beta v + (1 - beta) g."),
        new("optimizers.adam", "Adam, bias-corrected, epsilon outside the root."),
        new("grid", "The hyperparameters to compare; every combination is one run."),
    ];

    /// <summary>The key that decides which other keys of the dataset there are.</summary>
    public static FileKey Kind { get; } =
        new("dataset.kind", ChoiceType.Of(Choices.DatasetKinds), "Where the examples come from.") { Required = true };

    /// <summary>The keys in the order in which a file is written.</summary>
    public static ImmutableArray<FileKey> All { get; } =
    [
        new("name", new TextType("a name", 200), "The experiment's name.") { Required = true },
        new("description", new TextType("a text", 10_000, MayBeEmpty: true), "What it is about, in your words."),

        Kind,
        new("dataset.examples", new IntegerType(2, 10_000_000), "The number of examples.") { Default = "300", Kinds = [.. generated] },
        new("dataset.noise", new NumberType(0, true), "The standard deviation of the noise added to each coordinate.")
        {
            Default = "0.2", Kinds = [DatasetKind.Moons, DatasetKind.Circles],
        },
        new("dataset.factor", fraction, "The inner circle's radius over the outer one's.")
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
        new("dataset.task", ChoiceType.Of(Choices.Tasks), "Whether labels are class numbers or real numbers.")
        {
            Default = "classification", Kinds = [DatasetKind.Csv],
        },
        new("dataset.sha256", new HashType(), "The SHA-256 that the data must have (idx: of images then labels); any when absent.")
        {
            Nullable = true, Kinds = [.. files],
        },
        new("dataset.standardize", new FlagType(), "Shift and scale each feature to mean 0 and standard deviation 1 of the training examples.")
        {
            Default = "false",
        },
        new("dataset.test_fraction", fraction, "The fraction of the examples held out to test on.") { Default = "0" },
        new("dataset.split_seed", seeds, "The seed of the split into training and test examples.") { Default = "3" },

        Axis(Hyperparameters.Layers, new LayersType(), "Layer widths, the input's first, the output's last."),
        Axis(Hyperparameters.HiddenActivation, ChoiceType.Of(Choices.HiddenActivations), "The function of the hidden units."),
        Axis(
            Hyperparameters.Initializer,
            ChoiceType.Of(Choices.Initializers),
            "How weights are drawn; biases start at 0. he: randn * sqrt(2 / fan_in); xavier: randn * sqrt(2 / (fan_in + fan_out)); normal: randn * 0.01."),
        new(
            "network.loss",
            ChoiceType.Of(Choices.Losses),
            "Output activation and cost. When absent: mean_squared_error for regression, binary_cross_entropy for one output, else softmax_cross_entropy."),

        Axis(Hyperparameters.Epochs, new IntegerType(1, 100_000_000), "Passes over the training examples."),
        new("training.record_every", new IntegerType(1, 100_000_000), "The cost of every epoch divisible by this is kept.") { Default = "100" },
        new("training.target_cost", new NumberType(0, false), "The cost whose first reaching is reported; none when absent.") { Nullable = true },
        new("training.shuffle_seed", seeds, "The shuffle seed of every run; derived from each run's seed when absent (seed 3 gives 10).")
        {
            Nullable = true,
        },
        new("training.precision", ChoiceType.Of(Choices.Precisions), "The width of the numbers computed with.") { Default = "float64" },
        new("training.delay", new NumberType(0, false, 86_400), "A diagnostic: seconds that each run sleeps before it trains, to measure orchestration by; none when absent.")
        {
            Nullable = true,
        },

        Axis(Hyperparameters.MomentumBeta, fraction, "The decay of the velocity."),
        Axis(Hyperparameters.AdamBeta1, fraction, "The decay of the first moment."),
        Axis(Hyperparameters.AdamBeta2, fraction, "The decay of the second moment."),
        Axis(Hyperparameters.AdamEpsilon, new NumberType(0, false), "Added to the root of the second moment."),
        Axis(
            Hyperparameters.AdamSecondMomentCorrection,
            ChoiceType.Of(Choices.SecondMomentCorrections),
            "step: the paper's s / (1 - beta2^t). fixed_at_two: s / (1 - beta2^2) at every step, a defect of the run that printed the course's Adam column, only for reproducing that column."),

        Axis(Hyperparameters.Optimizer, ChoiceType.Of(Choices.Optimizers), "The update rule: gradient descent, momentum or Adam."),
        Axis(Hyperparameters.LearningRate, new NumberType(0, false), "The factor of each step."),
        Axis(
            Hyperparameters.BatchSize,
            new IntegerType(1, 10_000_000, "full"),
            "Examples in a mini-batch; 1 is stochastic gradient descent, full is all training examples."),
        Axis(Hyperparameters.Seed, seeds, "The seed of the initial parameters: one replicate each."),
    ];

    /// <summary>The key of a path; null when there is none.</summary>
    public static FileKey? Find(string path) => All.FirstOrDefault(key => key.Path == path);

    /// <summary>The key that sets a hyperparameter.</summary>
    public static FileKey Of(Hyperparameter hyperparameter) => All.First(key => key.Hyperparameter == hyperparameter);

    /// <summary>The key that a hyperparameter has in <c>grid</c>, beside or instead of its own place.</summary>
    public static string GridPath(Hyperparameter hyperparameter) => $"grid.{hyperparameter.Name}";

    /// <summary>The hyperparameter of a path in <c>grid</c> whose own place is elsewhere; null when there is none.</summary>
    public static Hyperparameter? InGridInstead(string path) => Hyperparameters.InOrder.FirstOrDefault(
        hyperparameter => hyperparameter.Path != path && GridPath(hyperparameter) == path);

    /// <summary>Every path there is, sections and hyperparameters' places in <c>grid</c> included.</summary>
    public static IEnumerable<string> Paths =>
        All.Select(key => key.Path)
            .Concat(Sections.Select(section => section.Path).Where(path => path.Length > 0))
            .Concat(Hyperparameters.InOrder.Select(GridPath))
            .Distinct();

    private static FileKey Axis(Hyperparameter hyperparameter, KeyType type, string description) =>
        new(hyperparameter.Path, type, description)
        {
            Hyperparameter = hyperparameter,
            Default = hyperparameter.Default?.ToString(),
            Required = hyperparameter.Default is null,
        };
}
