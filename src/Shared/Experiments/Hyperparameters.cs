using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>Every hyperparameter there is, in the order in which the grid is expanded: the first varies slowest, the seed fastest.</summary>
public static class Hyperparameters
{
    /// <summary>The update rule: <c>gd</c>, <c>momentum</c> or <c>adam</c>.</summary>
    public static Hyperparameter Optimizer { get; } = new("optimizer", "grid.optimizer");

    /// <summary>Layer widths.</summary>
    public static Hyperparameter Layers { get; } = new("layers", "network.layers");

    /// <summary>The function of the hidden units: <c>relu</c>, <c>tanh</c> or <c>sigmoid</c>.</summary>
    public static Hyperparameter HiddenActivation { get; } =
        new("hidden_activation", "network.hidden_activation", Default: new HyperparameterValue.Name("relu"));

    /// <summary>How weights are drawn: <c>he</c>, <c>xavier</c> or <c>normal</c>.</summary>
    public static Hyperparameter Initializer { get; } =
        new("initializer", "network.initializer", Default: new HyperparameterValue.Name("he"));

    /// <summary>Passes over the data.</summary>
    public static Hyperparameter Epochs { get; } = new("epochs", "training.epochs");

    /// <summary>Momentum's decay of the velocity.</summary>
    public static Hyperparameter MomentumBeta { get; } =
        new("momentum_beta", "optimizers.momentum.beta", OptimizerKind.Momentum, new HyperparameterValue.Number(0.9));

    /// <summary>Adam's decay of the first moment.</summary>
    public static Hyperparameter AdamBeta1 { get; } =
        new("adam_beta1", "optimizers.adam.beta1", OptimizerKind.Adam, new HyperparameterValue.Number(0.9));

    /// <summary>Adam's decay of the second moment.</summary>
    public static Hyperparameter AdamBeta2 { get; } =
        new("adam_beta2", "optimizers.adam.beta2", OptimizerKind.Adam, new HyperparameterValue.Number(0.999));

    /// <summary>Adam's epsilon.</summary>
    public static Hyperparameter AdamEpsilon { get; } =
        new("adam_epsilon", "optimizers.adam.epsilon", OptimizerKind.Adam, new HyperparameterValue.Number(1e-8));

    /// <summary>Adam's second-moment correction: <c>step</c> or <c>fixed_at_two</c>.</summary>
    public static Hyperparameter AdamSecondMomentCorrection { get; } = new(
        "adam_second_moment_correction",
        "optimizers.adam.second_moment_correction",
        OptimizerKind.Adam,
        new HyperparameterValue.Name("step"));

    /// <summary>The factor of each step.</summary>
    public static Hyperparameter LearningRate { get; } = new("learning_rate", "grid.learning_rate");

    /// <summary>Examples a mini-batch, or <c>full</c>.</summary>
    public static Hyperparameter BatchSize { get; } = new("batch_size", "grid.batch_size", Default: new HyperparameterValue.Integer(64));

    /// <summary>The seed of the initial parameters: the replicate.</summary>
    public static Hyperparameter Seed { get; } = new("seed", "grid.seed", Default: new HyperparameterValue.Integer(3));

    /// <summary>All of them in the order of expansion.</summary>
    public static ImmutableArray<Hyperparameter> InOrder { get; } =
    [
        Optimizer, Layers, HiddenActivation, Initializer, Epochs,
        MomentumBeta, AdamBeta1, AdamBeta2, AdamEpsilon, AdamSecondMomentCorrection,
        LearningRate, BatchSize, Seed,
    ];

    /// <summary>The four that every table shows, whether they vary or not.</summary>
    public static ImmutableArray<Hyperparameter> AlwaysShown { get; } = [Optimizer, LearningRate, BatchSize, Seed];

    /// <summary>The hyperparameter of that column name; null when there is none.</summary>
    public static Hyperparameter? Named(string name) => InOrder.FirstOrDefault(h => h.Name == name);
}
