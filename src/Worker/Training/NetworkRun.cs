using NNOptim.Experiments;
using NNOptim.Training.Optimizers;

namespace NNOptim.Training;

/// <summary>The precision of a run's computation.</summary>
public enum FloatingPointPrecision
{
    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,
}

/// <summary>
/// One training of a network, typed. Its cost history is a function of this record and of the data's bytes only. Other projects use a <see
/// cref="RunSpecification"/> of the trainable <see cref="NetworkTrainable"/>.
/// </summary>
public sealed record NetworkRun
{
    /// <summary>The run's number in its experiment, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The data.</summary>
    public required DatasetSpecification Dataset { get; init; }

    /// <summary>The network.</summary>
    public required NetworkSpecification Network { get; init; }

    /// <summary>The update rule with its own parameters.</summary>
    public required OptimizerSpecification Optimizer { get; init; }

    /// <summary>The factor of each step, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The number of examples in a mini-batch, 1 or more; <see cref="FullBatch"/> (0) for all examples.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The seed of the initial parameters.</summary>
    public required uint Seed { get; init; }

    /// <summary>The number of passes over the training examples, 1 or more.</summary>
    public required int Epochs { get; init; }

    /// <summary>The record interval, 1 or more: every epoch divisible by it has a recorded cost.</summary>
    public required int RecordEvery { get; init; }

    /// <summary>The target cost, in the square of the label's own unit for real labels; null for none. The result holds the first epoch that reaches it.</summary>
    public double? TargetCost { get; init; }

    /// <summary>The shuffle seed. Epoch e (from 0) shuffles with <c>RandomState(ShuffleSeed + 1 + e)</c>, modulo 2^32.</summary>
    public required uint ShuffleSeed { get; init; }

    /// <summary>The precision of the computation.</summary>
    public FloatingPointPrecision Precision { get; init; } = FloatingPointPrecision.Float64;

    /// <summary>The batch size that stands for all training examples.</summary>
    public const int FullBatch = 0;
}
