using Akka.Actor;
using Akka.Event;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>Tells a worker to leave its coordinator in order; answered by <see cref="WorkerLeft"/>.</summary>
public sealed record LeaveInOrder
{
    /// <summary>The only instance.</summary>
    public static LeaveInOrder Instance { get; } = new();
}

/// <summary>A worker has left, and its actor ended.</summary>
/// <param name="Summary">The outcome of its runs.</param>
public sealed record WorkerLeft(LeaveSummary Summary);

/// <summary>On the event stream: a worker has failed for good, and its actor ended.</summary>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record WorkerFailed(string Reason);

/// <summary>
/// The worker's actor, one on each node. It passes every message to the <see cref="WorkerProtocol"/> and carries out the actions that this
/// returns. It sends messages, starts and stops <see cref="TrainingActor"/>s, and has data loaded.
/// </summary>
public sealed class WorkerActor : ReceiveActor, IWithTimers
{
    private readonly WorkerSettings settings;
    private readonly IActorRef coordinator;
    private readonly TimeProvider time;
    private readonly SteadyClock clock;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly DatasetStore store;
    private readonly DatasetCache datasets;
    private readonly UpdateSpool spool;
    private readonly WorkerProtocol protocol;
    private readonly Dictionary<TrainingJob, IActorRef> trainings = new(ReferenceEqualityComparer.Instance);
    private IActorRef leaveRequester = ActorRefs.Nobody;
    private bool poolIsStuck;

    /// <summary>Creates the worker.</summary>
    /// <param name="settings">Its id, rules and intervals.</param>
    /// <param name="coordinator">The coordinator, or the proxy that finds it.</param>
    /// <param name="time">The clock.</param>
    public WorkerActor(WorkerSettings settings, IActorRef coordinator, TimeProvider time)
    {
        this.settings = settings;
        this.coordinator = coordinator;
        this.time = time;
        clock = new SteadyClock(time);
        store = new DatasetStore(Path.Combine(settings.Folder, "datasets"), time);
        datasets = new DatasetCache(store.Load);
        spool = UpdateSpool.In(settings.Folder);
        protocol = new WorkerProtocol(settings.Id, settings.Rules, spool);

        Receive<Heartbeat>(_ => Do(() => protocol.Tick(clock.Now)));
        Receive<WorkerRefused>(OnRefused);
        Receive<WorkerRegistered>(OnRegistered);
        Receive<IWorkerMessage>(message => Do(() => protocol.Receive(message, clock.Now)));
        Receive<DatasetLoaded>(loaded => Do(() => protocol.DataReady(loaded.Dataset, runs => settings.Trainables.Group(runs, loaded.Data), clock.Now)));
        Receive<DatasetMissing>(missing => Do(() => protocol.DataFailed(missing.Dataset, missing.Reason, clock.Now)));
        Receive<TrainingUpdate>(OnUpdate);
        Receive<TrainingCheckpoint>(taken => Do(() => protocol.Checkpoint(taken.Job, taken.Attempt, taken.Epoch, taken.Bytes, clock.Now)));
        Receive<TrainingEnded>(ended => OnTrainingEnded(ended.Job));
        Receive<SendUpdates>(_ => Do(() => protocol.Flush(clock.Now)));
        Receive<LeaveInOrder>(_ => OnLeave());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of a worker.</summary>
    public static Props Props(WorkerSettings settings, IActorRef coordinator, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new WorkerActor(settings, coordinator, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        PruneDatasets();
        Timers.StartPeriodicTimer(nameof(Heartbeat), Heartbeat.Instance, TimeSpan.Zero, settings.HeartbeatInterval);
    }

    /// <inheritdoc/>
    protected override void PostStop() => spool.Dispose();

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void PruneDatasets()
    {
        try
        {
            if (store.Prune(settings.MaxDatasetBytes) is > 0 and var freed)
            {
                log.Info("Deleted the least recently used datasets: {Bytes} bytes", freed);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.Warning(error, "The datasets folder could not be pruned");
        }
    }

    private void OnRegistered(WorkerRegistered registered)
    {
        if (!protocol.IsRegistered)
        {
            log.Info("Worker {Worker} registered with {Slots} slots", settings.Id, settings.Rules.Slots);
        }

        Do(() => protocol.Receive(registered, clock.Now));
    }

    private void OnRefused(WorkerRefused refused) => Fail($"The coordinator refused this worker: {refused.Reason}.");

    private void OnUpdate(TrainingUpdate update)
    {
        protocol.Update(update.Job, update.Updates, clock.Now);
        if (!update.Updates.IsEmpty && !Timers.IsTimerActive(nameof(SendUpdates)))
        {
            Timers.StartSingleTimer(nameof(SendUpdates), SendUpdates.Instance, settings.UpdateInterval);
        }
    }

    private void OnTrainingEnded(TrainingJob job)
    {
        if (trainings.Remove(job, out var actor))
        {
            Context.Stop(actor);
        }

        Do(() => protocol.Ended(job, clock.Now));
    }

    private void OnLeave()
    {
        leaveRequester = Sender;
        Do(() => protocol.Leave(clock.Now));
    }

    private void Do(Func<IReadOnlyList<WorkerAction>> step)
    {
        try
        {
            foreach (var action in step())
            {
                Do(action);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.Error(error, "Worker {Worker} cannot store its updates", settings.Id);
            Fail($"The coordinator acknowledges no results, and there is no space for more in {settings.Folder}: {error.Message}");
        }
    }

    private void Do(WorkerAction action)
    {
        switch (action)
        {
            case WorkerAction.Send send:
                coordinator.Tell(send.Message);
                break;
            case WorkerAction.GetData get:
                GetData(get.Dataset);
                break;
            case WorkerAction.Start start:
                trainings[start.Job] = Context.ActorOf(TrainingActor.Props(start.Job, datasets, settings, time)
                    .WithDispatcher(poolIsStuck ? NodeConfiguration.SpareTrainingDispatcher : NodeConfiguration.TrainingDispatcher));
                break;
            case WorkerAction.Stop stop:
                StopTraining(stop.Job);
                break;
            case WorkerAction.Finish finish:
                trainings[finish.Job].Tell(Finish.Instance);
                break;
            case WorkerAction.Stalled stalled:
                log.Error("A training of experiment {Experiment} makes no progress and is abandoned: runs {Runs}",
                    stalled.Job.ExperimentId, string.Join(", ", stalled.Job.Runs.Select(run => run.Run.Number)));
                poolIsStuck = true;
                StopTraining(stalled.Job);
                break;
            case WorkerAction.Left left:
                leaveRequester.Tell(new WorkerLeft(left.Summary));
                Context.Stop(Self);
                break;
        }
    }

    private void GetData(DatasetSpecification dataset)
    {
        if (datasets.Loaded(dataset) is { } data)
        {
            Self.Tell(new DatasetLoaded(dataset, data));
        }
        else
        {
            Context.ActorOf(DatasetFetchActor.Props(dataset, datasets, store, coordinator, clock));
        }
    }

    private void StopTraining(TrainingJob job)
    {
        if (trainings.Remove(job, out var actor))
        {
            Context.Stop(actor);
        }
    }

    private void Fail(string reason)
    {
        log.Error("Worker {Worker} stops: {Reason}", settings.Id, reason);
        Context.System.EventStream.Publish(new WorkerFailed(reason));
        Context.Stop(Self);
    }

    private sealed record Heartbeat
    {
        public static Heartbeat Instance { get; } = new();
    }

    private sealed record SendUpdates
    {
        public static SendUpdates Instance { get; } = new();
    }
}
