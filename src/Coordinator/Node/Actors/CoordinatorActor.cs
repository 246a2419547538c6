using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// Routes messages to experiments, and assigns workers to them. The <see cref="Matchmaker"/> selects the experiment for a worker, the
/// <see cref="ExperimentActor"/> manages its runs, and the <see cref="RegistryActor"/> records the experiments of a permanent coordinator.
/// </summary>
public sealed class CoordinatorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);

    private readonly CoordinatorSettings settings;
    private readonly SteadyClock clock;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Matchmaker matchmaker = new();
    private readonly CheckLateness checks = new(CheckInterval);
    private readonly Dictionary<WorkerId, IActorRef> workerActors = [];
    private readonly Dictionary<WorkerId, LeavingWorker> leaving = [];
    private readonly ExperimentDirectory experiments;
    private readonly DatasetActors datasets;
    private RequeueCause leaveCause = RequeueCause.WorkerLeft;

    /// <summary>Creates the coordinator.</summary>
    public CoordinatorActor(CoordinatorSettings settings, TimeProvider time)
    {
        this.settings = settings;
        clock = new SteadyClock(time);
        experiments = new ExperimentDirectory(settings, time, Context, Timers);
        datasets = new DatasetActors(Context);

        Receive<IExperimentCommand>(command => experiments.Command(command, Sender));
        Receive<WatchExperiment>(query => experiments.Ask(query.ExperimentId, query, Sender));
        Receive<DescribeExperiment>(query => experiments.Ask(query.ExperimentId, query, Sender));
        Receive<ListExperiments>(_ => OnList());
        Receive<ListWorkers>(_ => Sender.Tell(new WorkerList([.. matchmaker.Workers])));

        Receive<RegisterWorker>(OnRegister);
        Receive<RequestWork>(OnRequest);
        Receive<RenewLeases>(OnRenewal);
        Receive<LeaveCoordinator>(OnLeave);
        Receive<UpdateRuns>(update => experiments.Send(update.ExperimentId, update, Sender));
        Receive<StoreCheckpoint>(part => experiments.Send(part.ExperimentId, part, Sender));
        Receive<RequestCheckpoint>(request => experiments.Send(request.ExperimentId, request, Sender));
        Receive<IDatasetMessage>(message => datasets.Forward(message));

        Receive<Interrupting>(_ => leaveCause = RequeueCause.Interrupted);
        Receive<WorkAvailable>(OnWorkAvailable);
        Receive<WorkAssigned>(OnWorkAssigned);
        Receive<WorkerRunsReleased>(OnWorkerRunsReleased);
        Receive<ExperimentSummary>(experiments.Changed);
        Receive<ExperimentUnknown>(unknown => experiments.Unknown(unknown.ExperimentId));
        Receive<ExperimentFailed>(experiments.Failed);
        Receive<EventPersisted>(persisted => experiments.Persisted(persisted.ExperimentId));
        Receive<ExperimentIdle>(idle => experiments.Idle(idle.ExperimentId));
        Receive<ExperimentDirectory.Restart>(restart => experiments.Start(restart.ExperimentId));
        Receive<RegistryActor.Adopted>(adopted => experiments.Adopted(adopted.ExperimentIds));
        Receive<ExperimentDirectory.StartRegistry>(_ => experiments.OpenRegistry());
        Receive<Terminated>(OnTerminated);
        Receive<DisassociatedEvent>(OnDisassociated);
        Receive<CheckWorkers>(_ => OnCheckWorkers());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of the coordinator.</summary>
    public static Props Props(CoordinatorSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new CoordinatorActor(settings, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(CheckWorkers), CheckWorkers.Instance, CheckInterval);
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        if (settings.IsPermanent)
        {
            experiments.OpenRegistry();
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnList()
    {
        // Without a list yet there is no answer, and the sender asks again.
        if (experiments.List() is { } list)
        {
            Sender.Tell(list);
        }
    }

    private void OnRegister(RegisterWorker registration)
    {
        if (ProtocolVersion.Refuse(registration.ProtocolVersion) is { } reason)
        {
            log.Warning("Worker {Worker} (program {Program}) is refused: {Reason}", registration.WorkerId, registration.ProgramVersion, reason);
            Sender.Tell(new WorkerRefused(registration.WorkerId, reason));
            return;
        }

        if (matchmaker.Register(registration, Now()))
        {
            log.Info("Worker {Worker} registered with {Slots} slots", registration.WorkerId, registration.Slots);
        }
        else if (!matchmaker.IsRegistered(registration.WorkerId))
        {
            // The worker has left, and its message was late.
            return;
        }

        // A worker's actor reference changes with its connection. Missing heartbeats, not termination, show that it is lost.
        workerActors[registration.WorkerId] = Sender;
        Sender.Tell(new WorkerRegistered(registration.WorkerId, settings.LeaseDuration));
    }

    private void OnRequest(RequestWork request)
    {
        matchmaker.Request(request.WorkerId, request.Slots);
        Match();
    }

    private void OnRenewal(RenewLeases renewal)
    {
        matchmaker.RecordHeartbeat(renewal.WorkerId, renewal.Held.Sum(held => held.Attempts.Length), Now());
        foreach (var held in renewal.Held)
        {
            experiments.Send(held.ExperimentId, new LeasesRenewed(renewal.WorkerId, Sender, held), Self);
        }
    }

    private void OnLeave(LeaveCoordinator leave)
    {
        if (matchmaker.Leave(leave.WorkerId))
        {
            log.Info("Worker {Worker} is leaving", leave.WorkerId);
        }

        workerActors.Remove(leave.WorkerId);
        var asked = experiments.SendToAll(new WorkerRemoved(leave.WorkerId, leaveCause), Self);
        leaving[leave.WorkerId] = new LeavingWorker(Sender, [.. asked]);
        ReleaseWhenDone(leave.WorkerId);
    }

    private void OnWorkerRunsReleased(WorkerRunsReleased released)
    {
        // A worker that was lost earlier may have returned before it left.
        if (released.Cause != RequeueCause.WorkerLost && leaving.TryGetValue(released.Worker, out var worker))
        {
            worker.Waiting.Remove(released.ExperimentId);
            ReleaseWhenDone(released.Worker);
        }
    }

    private void ReleaseWhenDone(WorkerId id)
    {
        if (leaving[id] is { Waiting.Count: 0 } worker)
        {
            leaving.Remove(id);
            worker.Actor.Tell(new WorkerReleased(id));
        }
    }

    private void OnWorkAvailable(WorkAvailable available)
    {
        matchmaker.AddWork(available.ExperimentId, available.Priority);
        Match();
    }

    private void OnWorkAssigned(WorkAssigned assigned)
    {
        matchmaker.RecordAssignment(assigned.ExperimentId, assigned.Worker, assigned.Count, assigned.HasMore);
        Match();
    }

    private void OnTerminated(Terminated terminated)
    {
        if (experiments.Ended(terminated.ActorRef) is { } experiment)
        {
            matchmaker.Forget(experiment);
            Match();
        }

        datasets.Forget(terminated.ActorRef);
    }

    private void OnDisassociated(DisassociatedEvent broken)
    {
        var prefix = $"{broken.RemoteAddress.Host}:{broken.RemoteAddress.Port}/";
        matchmaker.MarkDisconnected(worker => worker.Value.StartsWith(prefix, StringComparison.Ordinal), Now());
    }

    private void OnCheckWorkers()
    {
        CoordinatorMetrics.Show(matchmaker.Workers);
        var now = Now();
        matchmaker.AddDowntime(checks.Record(now), now);
        foreach (var worker in matchmaker.RemoveLost(now, settings.LeaseDuration, settings.SuspicionDuration))
        {
            log.Warning("Worker {Worker} is lost", worker);
            workerActors.Remove(worker);
            experiments.SendToAll(new WorkerRemoved(worker, RequeueCause.WorkerLost), Self);
        }
    }

    private void Match()
    {
        foreach (var offer in matchmaker.Match())
        {
            experiments.Send(
                offer.Experiment, new AssignWork(offer.Worker, workerActors[offer.Worker], offer.Slots, offer.AllSlots), Self);
        }
    }

    private DateTimeOffset Now() => clock.Now;

    private sealed record CheckWorkers
    {
        public static CheckWorkers Instance { get; } = new();
    }

    private sealed record LeavingWorker(IActorRef Actor, HashSet<ExperimentId> Waiting);
}

/// <summary>Adds the coordinator to a node.</summary>
public static class CoordinatorHosting
{
    /// <summary>Starts the coordinator and registers its actor.</summary>
    public static AkkaConfigurationBuilder WithCoordinator(
        this AkkaConfigurationBuilder builder, CoordinatorSettings settings, TimeProvider time) =>
        builder.WithActors((system, registry) =>
            registry.Register<CoordinatorKey>(system.ActorOf(CoordinatorActor.Props(settings, time), "coordinator")));
}
