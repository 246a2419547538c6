using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>The measurements of a cluster's simulated workers since the last reading. Thread-safe.</summary>
internal sealed class ClusterLog
{
    private readonly Lock gate = new();
    private List<double> heartbeats = [];
    private List<double> reports = [];
    private long acknowledged;

    public void Heartbeat(double milliseconds)
    {
        lock (gate)
        {
            heartbeats.Add(milliseconds);
        }
    }

    public void Acknowledged(int runs, double milliseconds)
    {
        lock (gate)
        {
            acknowledged += runs;
            reports.Add(milliseconds);
        }
    }

    public (long Runs, List<double> Heartbeats, List<double> Reports) Take()
    {
        lock (gate)
        {
            var taken = (acknowledged, heartbeats, reports);
            (acknowledged, heartbeats, reports) = (0, [], []);
            return taken;
        }
    }
}

/// <summary>
/// A worker node from the coordinator's view. It registers and renews its leases every second, requests work in advance, and
/// sends the update of each chunk when its runs would have been trained. It trains nothing and resends nothing.
/// </summary>
internal sealed class SimulatedWorker : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);
    private static readonly ImmutableArray<double> Costs = [.. Enumerable.Range(1, 50).Select(i => 1.0 / i)];

    private readonly WorkerId id;
    private readonly int slots;
    private readonly TimeSpan aRun;
    private readonly IActorRef coordinator;
    private readonly ClusterLog log;
    private readonly Queue<AssignRuns> queue = new();
    private readonly Dictionary<long, (long Sent, UpdateRuns Report)> unacknowledged = [];
    private readonly HashSet<(ExperimentId Experiment, RunAttempt Attempt)> held = [];
    private AssignRuns? training;
    private long askedAt;
    private long number;

    public SimulatedWorker(WorkerId id, int slots, TimeSpan aRun, IActorRef coordinator, ClusterLog log)
    {
        this.id = id;
        this.slots = slots;
        this.aRun = aRun;
        this.coordinator = coordinator;
        this.log = log;
        Receive<Beat>(_ => OnBeat());
        Receive<WorkerRegistered>(_ => OnRegistered());
        Receive<AssignRuns>(OnAssigned);
        Receive<Trained>(_ => OnTrained());
        Receive<UpdateAcknowledged>(OnAcknowledged);
        Receive<WithdrawRuns>(withdrawn => held.ExceptWith(withdrawn.Attempts.Select(attempt => (withdrawn.ExperimentId, attempt))));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // Spreads the starts of the workers.
    protected override void PreStart() => Timers.StartPeriodicTimer(
        nameof(Beat), Beat.Instance, HeartbeatInterval * Random.Shared.NextDouble(), HeartbeatInterval);

    private void OnBeat()
    {
        askedAt = Stopwatch.GetTimestamp();
        coordinator.Tell(new RegisterWorker(id, slots, ProtocolVersion.Current));
        coordinator.Tell(new RenewLeases(
            id, [.. held.GroupBy(run => run.Experiment).Select(group => new HeldRuns(group.Key, [.. group.Select(run => run.Attempt)]))]));
    }

    private void OnRegistered()
    {
        log.Heartbeat(Stopwatch.GetElapsedTime(askedAt).TotalMilliseconds);
        Ask();
    }

    private void OnAssigned(AssignRuns assignment)
    {
        queue.Enqueue(assignment);
        held.UnionWith(assignment.Runs.Select(run => (assignment.ExperimentId, run.RunAttempt)));
        Next();
    }

    private void OnTrained()
    {
        var trained = training!;
        training = null;
        var report = new UpdateRuns(
            trained.ExperimentId,
            id,
            ++number,
            [.. trained.Runs.Select(run => new RunUpdate(run.RunAttempt, 0, Costs, new RunResult { EpochsTrained = 50, Metrics = MadeUp.Metrics(("final_cost", 0.1)), TrainingSeconds = aRun.TotalSeconds }))]);
        unacknowledged.Add(number, (Stopwatch.GetTimestamp(), report));
        coordinator.Tell(report);
        Next();
    }

    private void OnAcknowledged(UpdateAcknowledged acknowledged)
    {
        if (unacknowledged.Remove(acknowledged.Number, out var sent))
        {
            held.ExceptWith(sent.Report.Runs.Select(run => (sent.Report.ExperimentId, run.Attempt)));
            log.Acknowledged(sent.Report.Runs.Length, Stopwatch.GetElapsedTime(sent.Sent).TotalMilliseconds);
        }
    }

    private void Next()
    {
        if (training is null && queue.TryDequeue(out training))
        {
            var rounds = (training.Runs.Length + slots - 1) / slots;
            Timers.StartSingleTimer(nameof(training), Trained.Instance, aRun * rounds);
        }

        Ask();
    }

    private void Ask()
    {
        if (queue.Count == 0)
        {
            coordinator.Tell(new RequestWork(id, slots));
        }
    }

    private sealed record Beat
    {
        public static Beat Instance { get; } = new();
    }

    private sealed record Trained
    {
        public static Trained Instance { get; } = new();
    }
}
