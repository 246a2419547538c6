namespace NNOptim.Experiments;

/// <summary>The width of the numbers a run computes with.</summary>
public enum FloatingPointPrecision
{
    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,
}

/// <summary>
/// All that decides one training: its cost history is a function of this record and of the dataset's bytes alone.
/// </summary>
public sealed record RunSpecification
{
    /// <summary>The run's place in the grid, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The data trained on.</summary>
    public required DatasetSpecification Dataset { get; init; }

    /// <summary>The network.</summary>
    public required NetworkSpecification Network { get; init; }

    /// <summary>The update rule with its hyperparameters.</summary>
    public required OptimizerSpecification Optimizer { get; init; }

    /// <summary>The factor of each step, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Examples a mini-batch, 1 or more; <see cref="FullBatch"/> (0) for all of them.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The seed of the initial parameters.</summary>
    public required uint Seed { get; init; }

    /// <summary>Passes over the training examples, 1 or more.</summary>
    public required int Epochs { get; init; }

    /// <summary>The cost of every epoch divisible by this is kept, 1 or more.</summary>
    public required int RecordEvery { get; init; }

    /// <summary>The cost whose first reaching is reported; none when absent.</summary>
    public double? TargetCost { get; init; }

    /// <summary>Epoch e (from 0) shuffles by <c>RandomState(ShuffleSeed + 1 + e)</c>, modulo 2^32.</summary>
    public required uint ShuffleSeed { get; init; }

    /// <summary>The width of the numbers computed with.</summary>
    public FloatingPointPrecision Precision { get; init; } = FloatingPointPrecision.Float64;

    /// <summary>Seconds to sleep before the training, 0 or more: only to measure orchestration by. No number depends on it.</summary>
    public double Delay { get; init; }

    /// <summary>The batch size that stands for all training examples.</summary>
    public const int FullBatch = 0;
}
