using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using Held = (NNOptim.Experiments.ExperimentId Experiment, NNOptim.Protocol.RunAttempt Attempt);

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// The worker's side of the pull protocol: registers, asks for work when there is room, holds each run from its assignment
/// until its last report is acknowledged, brings and takes checkpoints, and leaves in order. No actor, no clock, no I/O but
/// the spool's: every message and every news of a training is put to it, and what it wants done comes back. Messages may get
/// lost, doubled and mixed up; whatever matters is sent again until it is answered. Not thread-safe.
/// </summary>
/// <param name="id">This incarnation of the worker.</param>
/// <param name="rules">What it works by.</param>
/// <param name="spool">Where news goes that is too much for the memory.</param>
public sealed class WorkerProtocol(WorkerId id, WorkerRules rules, IReportSpool spool)
{
    private readonly ReportOutbox outbox = new(id, rules.Outbox, spool);
    private readonly CheckpointUploads uploads = new(id);
    private readonly Dictionary<Held, TrainingJob?> held = [];
    private readonly Dictionary<Held, CheckpointDownload> downloads = [];
    private readonly Dictionary<DatasetSpecification, List<(ExperimentId Experiment, AssignedRun Run)>> awaitingData = [];
    private readonly LinkedList<TrainingJob> queue = new();
    private readonly Dictionary<TrainingJob, Training> training = new(ReferenceEqualityComparer.Instance);
    private readonly Lookahead lookahead = new(rules.Slots);
    private readonly HashSet<Held> checkpointed = [];
    private readonly List<WorkerAction> actions = [];
    private int slotsAskedFor;
    private DateTimeOffset? leavingSince;
    private DateTimeOffset? leaveTold;
    private bool handsIn;
    private int finishedSinceLeaving;

    /// <summary>Whether the coordinator has answered the registration.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>Whether the worker has left.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The attempts it holds.</summary>
    public IEnumerable<(ExperimentId Experiment, RunAttempt Attempt)> HeldAttempts => held.Keys;

    /// <summary>How many trainings are running.</summary>
    public int Trainings => training.Count;

    /// <summary>How many jobs and runs wait for a slot, for data or for a checkpoint.</summary>
    private int Queued => queue.Count + downloads.Count + awaitingData.Values.Sum(runs => runs.Count);

    private bool IsLeaving => leavingSince is not null;

    /// <summary>Time passes: registers again, renews leases, sends again what is overdue, looks for trainings that are stuck.</summary>
    public IReadOnlyList<WorkerAction> Tick(DateTimeOffset now)
    {
        // Whoever takes leave must not be taken for a new worker.
        if (leaveTold is null)
        {
            Tell(new RegisterWorker(id, rules.Slots, ProtocolVersion.Current, rules.ProgramVersion));
            if (IsRegistered)
            {
                Tell(new RenewLeases(id, HeldRuns()));
            }

            TellAll(outbox.TakeOverdue(now - rules.ResendAfter, now));
            TellAll(uploads.TakeNext(now - rules.ResendAfter, now));
            foreach (var (key, download) in downloads)
            {
                AskForParts(key, download, now);
            }

            FailStalled(now);
            slotsAskedFor = 0;
            AskForWork();
        }

        return Done(now);
    }

    /// <summary>A message came from the coordinator.</summary>
    public IReadOnlyList<WorkerAction> Receive(IWorkerMessage message, DateTimeOffset now)
    {
        switch (message)
        {
            case WorkerRegistered when !IsRegistered:
                IsRegistered = true;
                AskForWork();
                break;
            case AssignRuns assignment when !IsLeaving:
                OnAssigned(assignment);
                break;
            case CheckpointPart part:
                OnCheckpointPart(part, now);
                break;
            case WithdrawRuns withdrawn:
                OnWithdrawn(withdrawn, now);
                break;
            case ReportAcknowledged acknowledged when acknowledged.WorkerId == id:
                OnAcknowledged(acknowledged, now);
                break;
            case CheckpointStored stored:
                OnCheckpointStored(stored);
                break;
            case WorkerReleased released when released.WorkerId == id && IsLeaving && !HasLeft:
                Leave();
                break;
        }

        return Done(now);
    }

    /// <summary>Data is ready to be trained on.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="group">Puts runs together that gain from being trained together.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<WorkerAction> DataReady(
        DatasetSpecification dataset,
        Func<IReadOnlyList<RunSpecification>, IReadOnlyList<IReadOnlyList<RunSpecification>>> group,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var experiment in TakeAwaiting(dataset).GroupBy(entry => entry.Experiment, entry => entry.Run))
        {
            foreach (var run in experiment.Where(run => run.CheckpointEpoch > 0))
            {
                var download = new CheckpointDownload(run, rules.ResendAfter);
                downloads.Add((experiment.Key, run.RunAttempt), download);
                AskForParts((experiment.Key, run.RunAttempt), download, now);
            }

            // A run that was tried before may be what its attempt ended by: alone it takes no other with it.
            foreach (var run in experiment.Where(run => run is { CheckpointEpoch: 0, Attempt: > 1 }))
            {
                Enqueue(new TrainingJob(experiment.Key, dataset, [run], []));
            }

            var fresh = experiment.Where(run => run is { CheckpointEpoch: 0, Attempt: 1 }).ToDictionary(run => run.Run.Number);
            foreach (var runs in group([.. fresh.Values.Select(run => run.Run)]))
            {
                Enqueue(new TrainingJob(experiment.Key, dataset, [.. runs.Select(run => fresh[run.Number])], []));
            }
        }

        StartQueued(now);
        return Done(now);
    }

    /// <summary>Data cannot be had: the runs that wait for it fail.</summary>
    public IReadOnlyList<WorkerAction> DataFailed(DatasetSpecification dataset, string reason, DateTimeOffset now)
    {
        foreach (var (experiment, run) in TakeAwaiting(dataset))
        {
            outbox.Add(experiment, new RunReport(run.RunAttempt, 0, [], Failure: reason));
        }

        TellAll(outbox.TakeNew(now));
        AskForWork();
        return Done(now);
    }

    /// <summary>A training has news of its runs; they go out with the next <see cref="Flush"/>.</summary>
    public void News(TrainingJob job, IEnumerable<RunReport> news, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(news);
        if (!training.TryGetValue(job, out var state))
        {
            return;
        }

        training[job] = state with { HeardAt = now };
        foreach (var report in news.Where(report => held.ContainsKey((job.ExperimentId, report.Attempt))))
        {
            outbox.Add(job.ExperimentId, report);
        }
    }

    /// <summary>A training has gone a step forward.</summary>
    public void Progressed(TrainingJob job, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (training.TryGetValue(job, out var state))
        {
            training[job] = state with { HeardAt = now };
        }
    }

    /// <summary>A training hands in the checkpoint of one of its runs.</summary>
    public IReadOnlyList<WorkerAction> Checkpoint(TrainingJob job, RunAttempt attempt, int epoch, ImmutableArray<byte> bytes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (training.ContainsKey(job) && held.ContainsKey((job.ExperimentId, attempt)))
        {
            TellAll(uploads.Add(job.ExperimentId, attempt, epoch, bytes, now));
        }

        return Done(now);
    }

    /// <summary>A training has ended: each of its runs has been reported on, or handed in.</summary>
    public IReadOnlyList<WorkerAction> Ended(TrainingJob job, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (training.Remove(job, out var state))
        {
            lookahead.Add(now - state.StartedAt);
            StartQueued(now);
            if (training.Count == 0)
            {
                // The last news of this chunk: what waits for it should not wait for the interval.
                TellAll(outbox.TakeNew(now));
            }
        }

        return Done(now);
    }

    /// <summary>Sends the news gathered so far.</summary>
    /// <exception cref="IOException">There is too much that nobody acknowledges, and no room for it.</exception>
    public IReadOnlyList<WorkerAction> Flush(DateTimeOffset now)
    {
        TellAll(outbox.TakeNew(now));
        return Done(now);
    }

    /// <summary>
    /// The worker is to leave: it takes no more work, lets its trainings go on for <see cref="WorkerRules.FinishWithin"/>, has
    /// checkpoints of the others, delivers all it has, and gives the rest back.
    /// </summary>
    public IReadOnlyList<WorkerAction> Leave(DateTimeOffset now)
    {
        if (!IsLeaving)
        {
            leavingSince = now;
            queue.Clear();
            downloads.Clear();
            awaitingData.Clear();
        }

        return Done(now);
    }

    private void OnAssigned(AssignRuns assignment)
    {
        var fresh = assignment.Runs.Where(run => held.TryAdd((assignment.ExperimentId, run.RunAttempt), null)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        slotsAskedFor = 0;
        if (!awaitingData.TryGetValue(assignment.Dataset, out var awaiting))
        {
            awaitingData.Add(assignment.Dataset, awaiting = []);
            actions.Add(new WorkerAction.GetData(assignment.Dataset));
        }

        awaiting.AddRange(fresh.Select(run => (assignment.ExperimentId, run)));
    }

    private List<(ExperimentId Experiment, AssignedRun Run)> TakeAwaiting(DatasetSpecification dataset) =>
        awaitingData.Remove(dataset, out var awaiting)
            ? awaiting.FindAll(entry => held.ContainsKey((entry.Experiment, entry.Run.RunAttempt)))
            : [];

    private void OnCheckpointPart(CheckpointPart part, DateTimeOffset now)
    {
        var key = (part.ExperimentId, part.Attempt);
        if (!downloads.TryGetValue(key, out var download))
        {
            return;
        }

        if (download.Add(part) is { } checkpoint)
        {
            downloads.Remove(key);
            Enqueue(new TrainingJob(part.ExperimentId, download.Run.Run.Dataset, [download.Run], checkpoint));
            StartQueued(now);
        }
        else
        {
            AskForParts(key, download, now);
        }
    }

    private void AskForParts(Held key, CheckpointDownload download, DateTimeOffset now) =>
        TellAll(download.Ask(now).Select(index => new RequestCheckpoint(key.Experiment, id, key.Attempt, index)));

    private void Enqueue(TrainingJob job)
    {
        queue.AddLast(job);
        foreach (var run in job.Runs)
        {
            held[(job.ExperimentId, run.RunAttempt)] = job;
        }
    }

    private void StartQueued(DateTimeOffset now)
    {
        while (training.Count < rules.Slots && queue.First is { } next)
        {
            queue.RemoveFirst();
            training.Add(next.Value, new Training(now, now));
            actions.Add(new WorkerAction.Start(next.Value));
        }

        AskForWork();
    }

    /// <summary>Asks ahead of time, so that slots do not idle for a round trip; for the same once, until work has come or time has passed.</summary>
    private void AskForWork()
    {
        if (IsRegistered && !IsLeaving && lookahead.SlotsToAskFor(Queued) is var slots && slots > slotsAskedFor)
        {
            slotsAskedFor = slots;
            Tell(new RequestWork(id, slots));
        }
    }

    private void OnWithdrawn(WithdrawRuns withdrawn, DateTimeOffset now)
    {
        foreach (var attempt in withdrawn.Attempts)
        {
            var key = (withdrawn.ExperimentId, attempt);
            downloads.Remove(key);
            uploads.Forget(withdrawn.ExperimentId, attempt);
            if (held.Remove(key, out var job) && job is not null && !HoldsAnyOf(job))
            {
                Drop(job);
            }
        }

        outbox.Forget(withdrawn.ExperimentId, withdrawn.Attempts.ToHashSet());
        if (outbox.HasBacklog(withdrawn.ExperimentId))
        {
            // The reports it waited for are of no more use: no acknowledgement will let it go.
            TellAll(outbox.TakeNew(now));
        }

        StartQueued(now);
    }

    private bool HoldsAnyOf(TrainingJob job) => job.Runs.Any(run => held.ContainsKey((job.ExperimentId, run.RunAttempt)));

    private void Drop(TrainingJob job)
    {
        queue.Remove(job);
        if (training.Remove(job))
        {
            actions.Add(new WorkerAction.Stop(job));
        }
    }

    private void OnAcknowledged(ReportAcknowledged acknowledged, DateTimeOffset now)
    {
        if (outbox.Acknowledge(acknowledged.ExperimentId, acknowledged.Number) is not { } report)
        {
            return;
        }

        foreach (var run in report.Runs.Where(run => run.Result is not null || run.Failure is not null))
        {
            uploads.Forget(report.ExperimentId, run.Attempt);
            checkpointed.Remove((report.ExperimentId, run.Attempt));
            finishedSinceLeaving += held.Remove((report.ExperimentId, run.Attempt)) && IsLeaving ? 1 : 0;
        }

        if (outbox.HasBacklog(report.ExperimentId))
        {
            TellAll(outbox.TakeNew(now));
        }
    }

    private void OnCheckpointStored(CheckpointStored stored)
    {
        if (uploads.Stored(stored.ExperimentId, stored.Attempt, stored.Epoch))
        {
            checkpointed.Add((stored.ExperimentId, stored.Attempt));
        }
    }

    private void FailStalled(DateTimeOffset now)
    {
        foreach (var (job, since) in training.Where(pair => now - pair.Value.HeardAt > rules.StallLimit).ToList())
        {
            training.Remove(job);
            actions.Add(new WorkerAction.Stalled(job));
            var reason = FormattableString.Invariant($"no progress for {rules.StallLimit.TotalSeconds:0} s");
            foreach (var run in job.Runs.Where(run => held.ContainsKey((job.ExperimentId, run.RunAttempt))))
            {
                outbox.Add(job.ExperimentId, new RunReport(run.RunAttempt, 0, [], Failure: reason));
            }

            TellAll(outbox.TakeNew(now));
            StartQueued(now);
        }
    }

    private ImmutableArray<HeldRuns> HeldRuns() =>
    [
        .. held.Keys.GroupBy(key => key.Experiment)
            .Select(group => new HeldRuns(group.Key, [.. group.Select(key => key.Attempt)])),
    ];

    /// <summary>The next step of leaving, as soon as it can be taken.</summary>
    private void ProceedLeaving(DateTimeOffset now)
    {
        if (leavingSince is not { } since || HasLeft)
        {
            return;
        }

        if (!handsIn && now - since >= rules.FinishWithin)
        {
            handsIn = true;
            actions.AddRange(training.Keys.Select(job => new WorkerAction.HandIn(job)));
        }

        var isDelivered = training.Count == 0 && outbox.IsEmpty && uploads.IsEmpty;
        if (isDelivered && held.Count == 0)
        {
            // Nothing is lost with this word, so that nobody need answer it.
            if (IsRegistered)
            {
                TakeLeave(now);
            }

            Leave();
        }
        else if (isDelivered || now - since >= rules.DeliverWithin)
        {
            TakeLeave(now);
        }
    }

    private void TakeLeave(DateTimeOffset now)
    {
        if (leaveTold is not { } told || now - told >= rules.ResendAfter)
        {
            leaveTold = now;
            Tell(new LeaveCoordinator(id));
        }
    }

    private void Leave()
    {
        HasLeft = true;
        actions.Add(new WorkerAction.Left(new LeaveSummary(finishedSinceLeaving, held.Count, checkpointed.Count(held.ContainsKey))));
    }

    private void Tell(IProtocolMessage message) => actions.Add(new WorkerAction.Send(message));

    private void TellAll(IEnumerable<IProtocolMessage> messages) => actions.AddRange(messages.Select(message => new WorkerAction.Send(message)));

    private WorkerAction[] Done(DateTimeOffset now)
    {
        ProceedLeaving(now);
        WorkerAction[] done = [.. actions];
        actions.Clear();
        return done;
    }

    private readonly record struct Training(DateTimeOffset StartedAt, DateTimeOffset HeardAt);
}
