using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>Something that <see cref="WorkerProtocol"/> wants done. In the order given.</summary>
public abstract record WorkerAction
{
    private WorkerAction()
    {
    }

    /// <summary>Send a message to the coordinator; it may get lost.</summary>
    /// <param name="Message">The message.</param>
    public sealed record Send(IProtocolMessage Message) : WorkerAction;

    /// <summary>Get data ready; answered by <see cref="WorkerProtocol.DataReady"/> or <see cref="WorkerProtocol.DataFailed"/>.</summary>
    /// <param name="Dataset">The data.</param>
    public sealed record GetData(DatasetSpecification Dataset) : WorkerAction;

    /// <summary>Start a training.</summary>
    /// <param name="Job">What to train.</param>
    public sealed record Start(TrainingJob Job) : WorkerAction;

    /// <summary>Stop a training; nothing more of it is of use.</summary>
    /// <param name="Job">The training.</param>
    public sealed record Stop(TrainingJob Job) : WorkerAction;

    /// <summary>Let a training hand in its news and checkpoints, and end.</summary>
    /// <param name="Job">The training.</param>
    public sealed record HandIn(TrainingJob Job) : WorkerAction;

    /// <summary>Tell that a training is stuck: its thread does not come back.</summary>
    /// <param name="Job">The training.</param>
    public sealed record Stalled(TrainingJob Job) : WorkerAction;

    /// <summary>The worker has left.</summary>
    /// <param name="Summary">What became of its runs.</param>
    public sealed record Left(LeaveSummary Summary) : WorkerAction;
}

/// <summary>What became of the runs of a worker that left.</summary>
/// <param name="Finished">Runs that ended and were acknowledged after it was told to leave.</param>
/// <param name="Returned">Runs that it gave back.</param>
/// <param name="Checkpointed">Those of the returned that another worker can go on with where they stopped.</param>
public sealed record LeaveSummary(int Finished, int Returned, int Checkpointed);
