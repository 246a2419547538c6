using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Optimizers;

namespace NNOptim.Training;

/// <summary>The parameters of a network: their declarations, and the typed view of their values.</summary>
public static class NetworkParameters
{
    public const string Optimizer = "optimizer";
    public const string Layers = "layers";
    public const string HiddenActivation = "hidden_activation";
    public const string Initializer = "initializer";
    public const string Loss = "loss";
    public const string RecordEvery = "record_every";
    public const string TargetCost = "target_cost";
    public const string ShuffleSeed = "shuffle_seed";
    public const string Precision = "precision";
    public const string LearningRate = "learning_rate";
    public const string BatchSize = "batch_size";
    public const string FullBatch = "full";

    private static readonly IntegerType seeds = new(0, uint.MaxValue);

    /// <summary>The declarations in the order of expansion. Those of single optimisers precede the learning rate.</summary>
    internal static ImmutableArray<Parameter> Declare(ImmutableArray<OptimizerRule> optimizers) =>
    [
        new(Optimizer, "grid.optimizer", new ChoiceType([.. optimizers.Select(rule => rule.Name)]), "The update rule.") { IsAlwaysShown = true },
        new(Layers, "network.layers", new LayersType(), "Layer widths, the input's first, the output's last."),
        new(HiddenActivation, "network.hidden_activation", ChoiceType.FromNames(NetworkChoices.HiddenActivations), "The function of the hidden units.")
        {
            Default = new ParameterValue.Name("relu"),
        },
        new(
            Initializer,
            "network.initializer",
            ChoiceType.FromNames(NetworkChoices.Initializers),
            "How weights are drawn; biases start at 0. he: randn * sqrt(2 / fan_in); xavier: randn * sqrt(2 / (fan_in + fan_out)); normal: randn * 0.01.")
        {
            Default = new ParameterValue.Name("he"),
        },
        new(
            Loss,
            "network.loss",
            ChoiceType.FromNames(NetworkChoices.Losses),
            "Output activation and cost. When absent: mean_squared_error for regression, binary_cross_entropy for one output, else softmax_cross_entropy.")
        {
            IsFixed = true, IsOptional = true,
        },
        new("epochs", "training.epochs", new IntegerType(1, 100_000_000), "Passes over the training examples.") { Role = ParameterRole.Budget },
        new(RecordEvery, "training.record_every", new IntegerType(1, 100_000_000), "The cost of every epoch divisible by this is kept.")
        {
            Default = new ParameterValue.Integer(100), IsFixed = true, Role = ParameterRole.RecordInterval,
        },
        new(TargetCost, "training.target_cost", new NumberType(0, false), "The cost whose first reaching is reported; none when absent.")
        {
            IsFixed = true, IsOptional = true,
        },
        new(ShuffleSeed, "training.shuffle_seed", seeds, "The shuffle seed of every run; derived from each run's seed when absent (seed 3 gives 10).")
        {
            IsFixed = true, IsOptional = true,
        },
        new(Precision, "training.precision", ChoiceType.FromNames(NetworkChoices.Precisions), "The width of the numbers computed with.")
        {
            Default = new ParameterValue.Name("float64"), IsFixed = true,
        },
        .. optimizers.SelectMany(rule => rule.Parameters),
        new(LearningRate, "grid.learning_rate", new NumberType(0, false), "The factor of each step.") { IsAlwaysShown = true },
        new(
            BatchSize,
            "grid.batch_size",
            new IntegerType(1, 10_000_000, FullBatch),
            "Examples in a mini-batch; 1 is stochastic gradient descent, full is all training examples.")
        {
            Default = new ParameterValue.Integer(64), IsAlwaysShown = true,
        },
        new(DatasetSplits.Seed, "dataset.split_seed", seeds, "The seed of the split into training and test examples; several repeat each run on several splits.")
        {
            Default = new ParameterValue.Integer(3), Role = ParameterRole.Split,
        },
        new(DatasetSplits.Fold, "grid.fold", new IntegerType(1, DatasetSplits.MaxFolds), "The folds whose examples are the test data, one after another; all when absent.")
        {
            IsOptional = true, Role = ParameterRole.Split,
        },
        new("seed", "grid.seed", seeds, "The seed of the initial parameters: one replicate each.")
        {
            Default = new ParameterValue.Integer(3), Role = ParameterRole.Replicate, IsAlwaysShown = true,
        },
    ];

    /// <summary>The typed view of a run.</summary>
    /// <exception cref="FormatException">A value is missing, or its kind is not the declared one.</exception>
    internal static NetworkRun Read(RunSpecification run, ImmutableArray<OptimizerRule> optimizers)
    {
        ArgumentNullException.ThrowIfNull(run);
        var values = run.Values;
        return new NetworkRun
        {
            Number = run.Number,
            Dataset = run.SplitDataset,
            Network = new NetworkSpecification
            {
                Layers = Get<ParameterValue.Layers>(Layers).Widths,
                HiddenActivation = NetworkChoices.HiddenActivations.Parse(Name(HiddenActivation)),
                Initializer = NetworkChoices.Initializers.Parse(Name(Initializer)),
                Loss = NetworkChoices.Losses.Parse(Name(Loss)),
            },
            Optimizer = OptimizerOf(Name(Optimizer)),
            LearningRate = Get<ParameterValue.Number>(LearningRate).Value,
            BatchSize = values[BatchSize] is ParameterValue.Name { Value: FullBatch } ? NetworkRun.FullBatch : checked((int)Get<ParameterValue.Integer>(BatchSize).Value),
            Seed = run.Seed,
            Epochs = run.Budget,
            RecordEvery = checked((int)Get<ParameterValue.Integer>(RecordEvery).Value),
            TargetCost = (values[TargetCost] as ParameterValue.Number)?.Value,
            ShuffleSeed = values[ShuffleSeed] is ParameterValue.Integer given ? checked((uint)given.Value) : Experiments.ShuffleSeed.DerivedFrom(run.Seed),
            Precision = NetworkChoices.Precisions.Parse(Name(Precision)),
        };

        T Get<T>(string name)
            where T : ParameterValue =>
            values[name] as T ?? throw new FormatException($"Run {run.Number} has no value for {name}.");

        string Name(string name) => Get<ParameterValue.Name>(name).Value;

        OptimizerSpecification OptimizerOf(string name)
        {
            var rule = optimizers.FirstOrDefault(rule => rule.Name == name) ?? throw new FormatException($"Run {run.Number}: there is no optimizer {name}.");
            var own = rule.Parameters.Where(parameter => values[parameter.Name] is not null).ToImmutableArray();
            return new OptimizerSpecification(rule)
            {
                Values = new ParameterValues([.. own.Select(parameter => parameter.Name)], [.. own.Select(parameter => values[parameter.Name]!)]),
            };
        }
    }
}
