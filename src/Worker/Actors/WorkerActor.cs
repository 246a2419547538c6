using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;
using NNOptim.Worker.Training;
using NNOptim.Worker.Training.Datasets;

namespace NNOptim.Worker.Actors;

/// <summary>
/// One a node. Registers with the coordinator, asks for work when it has room, trains what it is given in as many
/// <see cref="TrainingActor"/>s as it has slots, and reports until acknowledged. It holds a run from its assignment until
/// the acknowledgement of its last report.
/// </summary>
public sealed class WorkerActor : ReceiveActor, IWithTimers
{
    private readonly WorkerSettings settings;
    private readonly IActorRef coordinator;
    private readonly DatasetCache datasets = new(DatasetLoader.Load);
    private readonly TimeProvider time;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly ReportOutbox outbox;
    private readonly Dictionary<(ExperimentId Experiment, RunAttempt Attempt), TrainingJob> held = [];
    private readonly LinkedList<TrainingJob> queue = new();
    private readonly Dictionary<TrainingJob, IActorRef> training = new(ReferenceEqualityComparer.Instance);
    private bool registered;

    /// <summary>Makes the worker.</summary>
    /// <param name="settings">Its id, slots and intervals.</param>
    /// <param name="coordinator">The coordinator, or the proxy that finds it.</param>
    /// <param name="time">The clock.</param>
    public WorkerActor(WorkerSettings settings, IActorRef coordinator, TimeProvider time)
    {
        this.settings = settings;
        this.coordinator = coordinator;
        this.time = time;
        outbox = new ReportOutbox(settings.Id);

        Receive<Heartbeat>(_ => OnHeartbeat());
        Receive<WorkerRegistered>(_ => OnRegistered());
        Receive<WorkerRefused>(OnRefused);
        Receive<AssignRuns>(OnAssigned);
        Receive<WithdrawRuns>(OnWithdrawn);
        Receive<ReportAcknowledged>(OnAcknowledged);
        Receive<TrainingNews>(OnNews);
        Receive<TrainingEnded>(ended => OnTrainingEnded(ended.Job));
        Receive<SendReports>(_ => SendAll(outbox.TakeNew(time.GetUtcNow())));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The recipe for a worker.</summary>
    public static Props Props(WorkerSettings settings, IActorRef coordinator, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new WorkerActor(settings, coordinator, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Heartbeat), Heartbeat.Instance, TimeSpan.Zero, settings.HeartbeatInterval);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnHeartbeat()
    {
        coordinator.Tell(new RegisterWorker(settings.Id, settings.Slots, ProtocolVersion.Current));
        if (!registered)
        {
            return;
        }

        coordinator.Tell(new RenewLeases(settings.Id, HeldRuns()));
        SendAll(outbox.TakeOverdue(time.GetUtcNow() - settings.ResendAfter, time.GetUtcNow()));
        AskForWork();
    }

    private void OnRegistered()
    {
        if (!registered)
        {
            registered = true;
            log.Info("Worker {Worker} registered with {Slots} slots", settings.Id, settings.Slots);
            AskForWork();
        }
    }

    private void OnRefused(WorkerRefused refused)
    {
        log.Error("The coordinator refused worker {Worker}: {Reason}", settings.Id, refused.Reason);
        Context.System.EventStream.Publish(refused);
        Context.Stop(Self);
    }

    private void OnAssigned(AssignRuns assignment)
    {
        var fresh = assignment.Runs.Where(run => !held.ContainsKey((assignment.ExperimentId, run.RunAttempt))).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        foreach (var job in JobsOf(assignment, fresh))
        {
            queue.AddLast(job);
            foreach (var run in job.Runs)
            {
                held[(job.ExperimentId, run.RunAttempt)] = job;
            }
        }

        StartQueued();
    }

    private IEnumerable<TrainingJob> JobsOf(AssignRuns assignment, IReadOnlyList<AssignedRun> runs)
    {
        TrainingData data;
        try
        {
            data = datasets.Get(assignment.Dataset);
        }
        catch (Exception error) when (error is not ThreadAbortException)
        {
            // Each run then fails on its own, with this error as its reason; none may take the worker with it.
            return [new TrainingJob(assignment.ExperimentId, assignment.Dataset, [.. runs])];
        }

        var byNumber = runs.ToDictionary(run => run.Run.Number);
        return Trainer.Group([.. runs.Select(run => run.Run)], data)
            .Select(group => new TrainingJob(assignment.ExperimentId, assignment.Dataset, [.. group.Select(run => byNumber[run.Number])]));
    }

    private void OnWithdrawn(WithdrawRuns withdrawn)
    {
        var attempts = withdrawn.Attempts.ToHashSet();
        foreach (var attempt in attempts)
        {
            if (held.Remove((withdrawn.ExperimentId, attempt), out var job) && !HoldsAnyOf(job))
            {
                Drop(job);
            }
        }

        outbox.Forget(withdrawn.ExperimentId, attempts);
        StartQueued();
    }

    private bool HoldsAnyOf(TrainingJob job) => job.Runs.Any(run => held.ContainsKey((job.ExperimentId, run.RunAttempt)));

    private void Drop(TrainingJob job)
    {
        queue.Remove(job);
        if (training.Remove(job, out var actor))
        {
            Context.Stop(actor);
        }
    }

    private void OnNews(TrainingNews news)
    {
        foreach (var report in news.News.Where(report => held.ContainsKey((news.Job.ExperimentId, report.Attempt))))
        {
            outbox.Add(news.Job.ExperimentId, report);
        }

        if (!Timers.IsTimerActive(nameof(SendReports)))
        {
            Timers.StartSingleTimer(nameof(SendReports), SendReports.Instance, settings.ReportInterval);
        }
    }

    private void OnTrainingEnded(TrainingJob job)
    {
        if (training.Remove(job, out var actor))
        {
            Context.Stop(actor);
        }

        StartQueued();
        if (training.Count == 0)
        {
            // The last news of this chunk: what waits for it should not wait for the timer.
            Timers.Cancel(nameof(SendReports));
            SendAll(outbox.TakeNew(time.GetUtcNow()));
        }
    }

    private void OnAcknowledged(ReportAcknowledged acknowledged)
    {
        if (outbox.Acknowledge(acknowledged.Number) is { } report)
        {
            foreach (var run in report.Runs.Where(run => run.Result is not null || run.Failure is not null))
            {
                held.Remove((report.ExperimentId, run.Attempt));
            }
        }
    }

    private void StartQueued()
    {
        while (training.Count < settings.Slots && queue.First is { } next)
        {
            queue.RemoveFirst();
            training[next.Value] = Context.ActorOf(TrainingActor.Props(next.Value, datasets, settings.CostInterval, time));
        }

        AskForWork();
    }

    /// <summary>Asks ahead of time, while a slot's worth of jobs still waits, so that slots do not idle for a round trip.</summary>
    private void AskForWork()
    {
        if (registered && queue.Count < settings.Slots)
        {
            coordinator.Tell(new RequestWork(settings.Id, Math.Max(1, settings.Slots - queue.Count)));
        }
    }

    private ImmutableArray<HeldRuns> HeldRuns() =>
    [
        .. held.Keys.GroupBy(key => key.Experiment)
            .Select(group => new HeldRuns(group.Key, [.. group.Select(key => key.Attempt)])),
    ];

    private void SendAll(IReadOnlyList<ReportRuns> reports)
    {
        foreach (var report in reports)
        {
            coordinator.Tell(report);
        }
    }

    private sealed record Heartbeat
    {
        public static Heartbeat Instance { get; } = new();
    }

    private sealed record SendReports
    {
        public static SendReports Instance { get; } = new();
    }
}

/// <summary>Adds a worker to a node.</summary>
public static class WorkerHosting
{
    /// <summary>Starts a worker that serves the coordinator of the node's registry.</summary>
    public static AkkaConfigurationBuilder WithWorker(this AkkaConfigurationBuilder builder, int slots, TimeProvider time) =>
        builder.WithActors((system, registry) =>
        {
            var incarnation = Guid.NewGuid().ToString("N")[..6];
            var settings = new WorkerSettings(new WorkerId($"{NodeHosting.AddressOf(system)}/{incarnation}"), slots);
            registry.Register<WorkerActor>(
                system.ActorOf(WorkerActor.Props(settings, registry.Get<CoordinatorSingleton>(), time), "worker"));
        });
}
