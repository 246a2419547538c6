using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>An action that <see cref="WorkerProtocol"/> requests. Actions are carried out in order.</summary>
public abstract record WorkerAction
{
    private WorkerAction()
    {
    }

    /// <summary>Send a message to the coordinator; it may get lost.</summary>
    /// <param name="Message">The message.</param>
    public sealed record Send(IProtocolMessage Message) : WorkerAction;

    /// <summary>Load data; answered by <see cref="WorkerProtocol.DataReady"/> or <see cref="WorkerProtocol.DataFailed"/>.</summary>
    /// <param name="Dataset">The data.</param>
    public sealed record GetData(DatasetSpecification Dataset) : WorkerAction;

    /// <summary>Start a training.</summary>
    /// <param name="Job">What to train.</param>
    public sealed record Start(TrainingJob Job) : WorkerAction;

    /// <summary>Stop a training and ignore its output.</summary>
    /// <param name="Job">The training.</param>
    public sealed record Stop(TrainingJob Job) : WorkerAction;

    /// <summary>Let a training send its updates and checkpoints, and end.</summary>
    /// <param name="Job">The training.</param>
    public sealed record Finish(TrainingJob Job) : WorkerAction;

    /// <summary>Log that a training makes no progress: its thread does not return.</summary>
    /// <param name="Job">The training.</param>
    public sealed record Stalled(TrainingJob Job) : WorkerAction;

    /// <summary>The worker has left.</summary>
    /// <param name="Summary">The outcome of its runs.</param>
    public sealed record Left(LeaveSummary Summary) : WorkerAction;
}

/// <summary>The outcome of the runs of a worker that left.</summary>
/// <param name="Finished">Runs that ended and were acknowledged after it was asked to leave.</param>
/// <param name="Returned">Runs that it gave back.</param>
/// <param name="Checkpointed">Those of the returned that another worker can continue from a checkpoint.</param>
public sealed record LeaveSummary(int Finished, int Returned, int Checkpointed);
