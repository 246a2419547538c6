using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>
/// The result of training a network. Every value covers all epochs, recorded or not. Epochs count from 0. Costs of standardised labels are
/// in the square of the label's own unit; the final parameters belong to the standardised labels.
/// </summary>
public sealed record NetworkResult
{
    /// <summary>The number of epochs with a finite cost.</summary>
    public required int EpochsTrained { get; init; }

    /// <summary>
    /// The epoch in which the cost or a parameter became infinite or NaN; null when this did not happen. The last epoch, when only the cost
    /// of the final parameters is infinite or NaN.
    /// </summary>
    public int? DivergedAtEpoch { get; init; }

    /// <summary>The cost of the final parameters over all training examples; null for diverged runs.</summary>
    public double? FinalCost { get; init; }

    /// <summary>The lowest cost of any epoch; null when there is none.</summary>
    public double? BestCost { get; init; }

    /// <summary>The first epoch with the lowest cost; null when there is none.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The first epoch whose cost is at or below the target; null when there is no such epoch or no target.</summary>
    public int? EpochsToTarget { get; init; }

    /// <summary>The largest rise of the cost above its running minimum; 0 when it never rises.</summary>
    public double Overshoot { get; init; }

    /// <summary>How many times the cost left its running minimum.</summary>
    public int RiseCount { get; init; }

    /// <summary>The sum over epochs of the cost's rise above its running minimum.</summary>
    public double RiseArea { get; init; }

    /// <summary>
    /// The fraction of training examples that the final parameters classify correctly, in [0, 1]. Null for regression and for diverged
    /// runs.
    /// </summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>The same fraction for the held-out examples; null when there are none.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>
    /// The mean of the costs of the last tenth of the epochs, rounded down, and of at least one epoch. Null for diverged runs.
    /// </summary>
    public double? MeanOfLastCost { get; init; }

    /// <summary>
    /// The cost of the last epoch with a finite cost, averaged over its mini-batches while the parameters move; null when there is none.
    /// </summary>
    public double? LastEpochCost { get; init; }

    /// <summary>The least cost on the training examples of a prediction that is the same for every example; null when it overflows.</summary>
    public double? ConstantCost { get; init; }

    /// <summary>The fraction of training examples of the most frequent class, in [0, 1]; null for regression.</summary>
    public double? ConstantAccuracy { get; init; }

    /// <summary>The cost of the final parameters over all held-out examples; null for diverged runs, and when there are none.</summary>
    public double? TestCost { get; init; }

    /// <summary>The cost of the initial parameters over all training examples; null when it is not finite.</summary>
    public double? InitialCost { get; init; }

    /// <summary>The training time in seconds. It is not a function of the specification.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>
    /// The final parameters layer by layer. Each layer has its weights row-major [output, input], then its biases. Empty for diverged runs,
    /// and when the network has more than <see cref="RunResult.MostParametersKept"/>.
    /// </summary>
    public ImmutableArray<double> FinalParameters { get; init; } = [];
}
