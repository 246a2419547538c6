using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>The training of some runs, advanced by whole steps on the caller's thread. A network's steps are its epochs.</summary>
public interface ITraining
{
    /// <summary>The number of steps done.</summary>
    int Epoch { get; }

    /// <summary>Whether every run has ended.</summary>
    bool Ended { get; }

    /// <summary>Trains up to a number of further steps, fewer when all runs end before.</summary>
    void Advance(int epochs);

    /// <summary>The costs recorded of a run so far: element i is that of step i times the record interval.</summary>
    ReadOnlySpan<double> Costs(int runIndex);

    /// <summary>The result of a run, its metrics in the order of the declaration; null while it trains.</summary>
    RunResult? Result(int runIndex);

    /// <summary>The state of one run at this step, from which it can continue alone.</summary>
    byte[] Checkpoint(int runIndex);
}
