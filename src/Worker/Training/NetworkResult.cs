using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>The result of the training of a network. Every value covers all epochs, recorded or not; epochs count from 0.</summary>
public sealed record NetworkResult
{
    /// <summary>The number of epochs whose cost is finite.</summary>
    public required int EpochsTrained { get; init; }

    /// <summary>The epoch in which the cost or a parameter became infinite or NaN; null when none did.</summary>
    public int? DivergedAtEpoch { get; init; }

    /// <summary>The cost of the last epoch with a finite cost; null when there is none.</summary>
    public double? FinalCost { get; init; }

    /// <summary>The least cost of any epoch; null when there is none.</summary>
    public double? BestCost { get; init; }

    /// <summary>The first epoch with the least cost; null when there is none.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The first epoch whose cost is at or below the target; null when none is or no target is set.</summary>
    public int? EpochsToTarget { get; init; }

    /// <summary>The largest rise of the cost above its running minimum, 0 when it never rises.</summary>
    public double Overshoot { get; init; }

    /// <summary>How many times the cost left its running minimum.</summary>
    public int RiseCount { get; init; }

    /// <summary>The sum over epochs of the cost's rise above its running minimum.</summary>
    public double RiseArea { get; init; }

    /// <summary>
    /// The fraction of training examples that the final parameters classify correctly, in [0, 1]; null for regression and for diverged
    /// runs.
    /// </summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>The same for the held-out examples; null when there are none.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>The time spent training, in seconds; not a function of the specification.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>
    /// The final parameters layer by layer, each layer's weights row-major [output, input] and then its biases. Empty when the network has
    /// more than <see cref="RunResult.MostParametersKept"/> and for diverged runs.
    /// </summary>
    public ImmutableArray<double> FinalParameters { get; init; } = [];
}
