using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The results of a finished run. Steps count from 0; a network's steps are its epochs.</summary>
public sealed record RunResult
{
    /// <summary>The number of steps whose cost is finite.</summary>
    public required int EpochsTrained { get; init; }

    /// <summary>The step in which the cost or a weight became infinite or NaN; null when none did.</summary>
    public int? DivergedAtEpoch { get; init; }

    /// <summary>The values of the trainable's metrics, in the order of their declaration.</summary>
    public required MetricValues Metrics { get; init; }

    /// <summary>The time spent training, in seconds; not a function of the specification.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>
    /// The final weights layer by layer, each layer's weights row-major [output, input] and then its biases. Empty when there are more than
    /// <see cref="MostParametersKept"/> and for diverged runs.
    /// </summary>
    public ImmutableArray<double> FinalParameters { get; init; } = [];

    /// <summary>The largest number of final weights in a result (32 KB, well under the frame limit).</summary>
    public const int MostParametersKept = 4096;
}
