using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>A trainable of a worker: its declaration, and a factory of its trainings.</summary>
public interface ITrainable
{
    /// <summary>Its parameters and metrics.</summary>
    Trainable Declaration { get; }

    /// <summary>
    /// Groups runs that train faster together. Every run is in exactly one group, and each group keeps the order of the runs. A run's
    /// numbers do not depend on its group.
    /// </summary>
    IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data);

    /// <summary>Starts the training of some runs at their first step, or of a single run from a checkpoint.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="data">Their data.</param>
    /// <param name="checkpoint">The checkpoint; null to start at the first step.</param>
    /// <param name="time">The clock for the training time.</param>
    /// <exception cref="ArgumentException">A run does not fit the data, or a value is out of its range.</exception>
    /// <exception cref="FormatException">A run lacks a value, or has a value of the wrong kind.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, of a later version, or of another run or other data.</exception>
    ITraining Start(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time);

    /// <summary>The approximate size of a run's checkpoint, in bytes.</summary>
    long CheckpointBytes(RunSpecification run);
}
