using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>The training of some runs, advanced by whole epochs on the caller's thread.</summary>
public interface ITraining
{
    /// <summary>The number of epochs done.</summary>
    int Epoch { get; }

    /// <summary>Whether every run has ended.</summary>
    bool Ended { get; }

    /// <summary>Trains up to a number of further epochs, fewer where all runs end before.</summary>
    void Advance(int epochs);

    /// <summary>The costs recorded of a run so far: element i is that of epoch i * RecordEvery.</summary>
    ReadOnlySpan<double> Costs(int runIndex);

    /// <summary>What came of a run; null while it goes on.</summary>
    RunResult? Result(int runIndex);

    /// <summary>The state of one run at this epoch boundary, from which it can go on alone.</summary>
    byte[] Checkpoint(int runIndex);
}

/// <summary>Starts the training of some runs, at their first epoch or, of a single run, where a checkpoint left it.</summary>
/// <param name="runs">The runs.</param>
/// <param name="data">What they train on.</param>
/// <param name="checkpoint">The checkpoint; null to begin at the first epoch.</param>
/// <param name="time">The clock for the training time.</param>
public delegate ITraining TrainingStarter(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time);
