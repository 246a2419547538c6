using Akka.Event;
using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Actors;

/// <summary>The right to write an experiment's stream. A lock in the database gives it to one process at a time.</summary>
internal sealed class StreamRight : IDisposable
{
    private readonly ExperimentLock? taken;

    private StreamRight(ExperimentLock? taken, ExperimentFailed? refusal)
    {
        this.taken = taken;
        Refusal = refusal;
    }

    /// <summary>Why this process may not write; null when it may.</summary>
    public ExperimentFailed? Refusal { get; }

    /// <summary>Takes the right. Without locks no other process can write, and the right is free.</summary>
    public static StreamRight Take(ExperimentId id, ExperimentLocks? locks, ILoggingAdapter log)
    {
        try
        {
            if (locks is null)
            {
                return new StreamRight(null, null);
            }

            return locks.TryTake(id) is { } taken
                ? new StreamRight(taken, null)
                : new StreamRight(null, new ExperimentFailed(id, "it is being run by another process", FailureRecovery.WaitForOtherProcess));
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            log.Error(error, "The lock of experiment {Experiment} could not be taken", id);
            return new StreamRight(null, new ExperimentFailed(id, $"the journal's lock could not be taken: {error.Message}", FailureRecovery.Restart));
        }
    }

    /// <summary>Calls back when the right is lost with the connection to the database.</summary>
    public void OnLost(Action act) => taken?.Lost.Register(act);

    /// <summary>Gives the right up.</summary>
    public void Dispose() => taken?.Dispose();
}
