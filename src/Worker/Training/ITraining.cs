using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>The training of some runs, advanced by whole steps on the caller's thread. A network's steps are its epochs.</summary>
public interface ITraining
{
    /// <summary>The number of steps done.</summary>
    int Epoch { get; }

    /// <summary>Whether every run has ended.</summary>
    bool Ended { get; }

    /// <summary>Trains up to this many further steps. Stops earlier when all runs end.</summary>
    void Advance(int epochs);

    /// <summary>The recorded costs of a run so far: element i is the cost of step i times the record interval.</summary>
    ReadOnlySpan<double> Costs(int runIndex);

    /// <summary>The result of a run, with metrics in the order of the declaration; null during its training.</summary>
    RunResult? Result(int runIndex);

    /// <summary>The state of one run at this step. The run can continue alone from it.</summary>
    byte[] Checkpoint(int runIndex);
}
