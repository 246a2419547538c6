using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The results of a finished run. Steps count from 0; a network's steps are its epochs.</summary>
public sealed record RunResult
{
    /// <summary>The number of steps with a finite cost.</summary>
    public required int EpochsTrained { get; init; }

    /// <summary>The step in which the cost or a weight became infinite or NaN; null when this did not happen.</summary>
    public int? DivergedAtEpoch { get; init; }

    /// <summary>The values of the trainable's metrics, in the order of their declaration.</summary>
    public required MetricValues Metrics { get; init; }

    /// <summary>The training time in seconds. It is not a function of the specification.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>
    /// The final weights layer by layer. Each layer has its weights row-major [output, input], then its biases. Empty for diverged runs,
    /// and when there are more than <see cref="MostParametersKept"/>.
    /// </summary>
    public ImmutableArray<double> FinalParameters { get; init; } = [];

    /// <summary>The largest number of final weights in a result (32 KB, well under the frame limit).</summary>
    public const int MostParametersKept = 4096;
}
