using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using Held = (NNOptim.Experiments.ExperimentId Experiment, NNOptim.Protocol.RunAttempt Attempt);

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// The worker's side of the pull protocol. It registers, requests work when a slot is free, and holds each run from its assignment until
/// its last update is acknowledged. It also transfers checkpoints and leaves in order. No actor, no clock, and no I/O except the spool's:
/// it takes every message and every update of a training, and returns the actions to carry out. Messages may be lost, repeated and
/// reordered; it resends what matters until it is answered. Not thread-safe.
/// </summary>
/// <param name="id">This incarnation of the worker.</param>
/// <param name="rules">Its limits and intervals.</param>
/// <param name="spool">Stores the updates that exceed the memory.</param>
public sealed class WorkerProtocol(WorkerId id, WorkerRules rules, IUpdateSpool spool)
{
    private readonly UpdateOutbox outbox = new(id, rules.Outbox, spool);
    private readonly CheckpointUploads uploads = new(id);
    private readonly Dictionary<Held, TrainingJob?> held = [];
    private readonly Dictionary<Held, CheckpointDownload> downloads = [];
    private readonly Dictionary<DatasetSpecification, List<Awaiting>> awaitingData = [];
    private readonly LinkedList<TrainingJob> queue = new();
    private readonly Dictionary<TrainingJob, Training> training = new(ReferenceEqualityComparer.Instance);
    private readonly Lookahead lookahead = new(rules.Slots);
    private readonly HashSet<Held> checkpointed = [];
    private readonly List<WorkerAction> actions = [];
    private int slotsRequested;
    private DateTimeOffset? leavingSince;
    private DateTimeOffset? leaveSentAt;
    private bool isFinishing;
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

    /// <summary>Registers again, renews leases, resends overdue messages, and detects trainings without progress. Called periodically.</summary>
    public IReadOnlyList<WorkerAction> Tick(DateTimeOffset now)
    {
        // A leaving worker must not register again.
        if (leaveSentAt is null)
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
                RequestParts(key, download, now);
            }

            FailStalled(now);
            slotsRequested = 0;
            SendWorkRequest();
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
                SendWorkRequest();
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
            case UpdateAcknowledged acknowledged when acknowledged.WorkerId == id:
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

    /// <summary>Data is loaded.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="group">Groups runs that train faster together.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<WorkerAction> DataReady(
        DatasetSpecification dataset,
        Func<IReadOnlyList<RunSpecification>, IReadOnlyList<IReadOnlyList<RunSpecification>>> group,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var entries in TakeAwaiting(dataset).GroupBy(entry => entry.Assignment.ExperimentId))
        {
            // All assignments of an experiment name the same metrics.
            var (experiment, metrics) = (entries.Key, entries.First().Assignment.Metrics);
            var assigned = entries.Select(entry => entry.Run).ToList();
            foreach (var run in assigned.Where(run => run.CheckpointEpoch > 0))
            {
                var download = new CheckpointDownload(run, metrics, rules.ResendAfter);
                downloads.Add((experiment, run.RunAttempt), download);
                RequestParts((experiment, run.RunAttempt), download, now);
            }

            // A run that was tried before may have caused the end of its attempt, so it is trained alone.
            foreach (var run in assigned.Where(run => run is { CheckpointEpoch: 0, Attempt: > 1 }))
            {
                Enqueue(new TrainingJob(experiment, dataset, [run], metrics, []));
            }

            var fresh = assigned.Where(run => run is { CheckpointEpoch: 0, Attempt: 1 }).ToDictionary(run => run.Run.Number);
            foreach (var runs in group([.. fresh.Values.Select(run => run.Run)]))
            {
                Enqueue(new TrainingJob(experiment, dataset, [.. runs.Select(run => fresh[run.Number])], metrics, []));
            }
        }

        StartQueued(now);
        return Done(now);
    }

    /// <summary>Data is not available: the runs that wait for it fail.</summary>
    public IReadOnlyList<WorkerAction> DataFailed(DatasetSpecification dataset, string reason, DateTimeOffset now)
    {
        foreach (var (assignment, run) in TakeAwaiting(dataset))
        {
            outbox.Add(assignment.ExperimentId, new RunUpdate(run.RunAttempt, 0, [], Failure: reason));
        }

        TellAll(outbox.TakeNew(now));
        SendWorkRequest();
        return Done(now);
    }

    /// <summary>A training has updates on its runs. The next <see cref="Flush"/> sends them.</summary>
    public void Update(TrainingJob job, IEnumerable<RunUpdate> updates, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(updates);
        if (!training.TryGetValue(job, out var state))
        {
            return;
        }

        training[job] = state with { LastUpdateAt = now };
        foreach (var update in updates.Where(update => held.ContainsKey((job.ExperimentId, update.Attempt))))
        {
            outbox.Add(job.ExperimentId, update);
        }
    }

    /// <summary>A training has a checkpoint of one of its runs.</summary>
    public IReadOnlyList<WorkerAction> Checkpoint(TrainingJob job, RunAttempt attempt, int epoch, ImmutableArray<byte> bytes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (training.ContainsKey(job) && held.ContainsKey((job.ExperimentId, attempt)))
        {
            TellAll(uploads.Add(job.ExperimentId, attempt, epoch, bytes, now));
        }

        return Done(now);
    }

    /// <summary>A training has ended: it has reported or returned each of its runs.</summary>
    public IReadOnlyList<WorkerAction> Ended(TrainingJob job, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (training.Remove(job, out var state))
        {
            lookahead.Add(now - state.StartedAt);
            StartQueued(now);
            if (training.Count == 0)
            {
                // The last update of this chunk is sent at once, since the coordinator may wait for it.
                TellAll(outbox.TakeNew(now));
            }
        }

        return Done(now);
    }

    /// <summary>Sends the updates collected so far.</summary>
    /// <exception cref="IOException">There are too many unacknowledged updates, and no space for them.</exception>
    public IReadOnlyList<WorkerAction> Flush(DateTimeOffset now)
    {
        TellAll(outbox.TakeNew(now));
        return Done(now);
    }

    /// <summary>
    /// The worker leaves. It accepts no more work, lets its trainings continue for <see cref="WorkerRules.FinishWithin"/>, and takes
    /// checkpoints of the others. It delivers all updates and gives the remaining runs back.
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

        slotsRequested = 0;
        foreach (var runs in fresh.GroupBy(run => run.Run.SplitDataset))
        {
            if (!awaitingData.TryGetValue(runs.Key, out var awaiting))
            {
                // The splits of one source are read one after another, so that a worker without its file downloads it once.
                if (NextSplitOf(runs.Key) is null)
                {
                    actions.Add(new WorkerAction.GetData(runs.Key));
                }

                awaitingData.Add(runs.Key, awaiting = []);
            }

            awaiting.AddRange(runs.Select(run => new Awaiting(assignment, run)));
        }
    }

    /// <summary>The runs that waited for data. Data of the same source, with another split, are read next.</summary>
    private List<Awaiting> TakeAwaiting(DatasetSpecification dataset)
    {
        if (!awaitingData.Remove(dataset, out var awaiting))
        {
            return [];
        }

        if (NextSplitOf(dataset) is { } next)
        {
            actions.Add(new WorkerAction.GetData(next));
        }

        return awaiting.FindAll(entry => held.ContainsKey((entry.Assignment.ExperimentId, entry.Run.RunAttempt)));
    }

    /// <summary>The first data that runs wait for and that differ at most in their split; null when there are none.</summary>
    private DatasetSpecification? NextSplitOf(DatasetSpecification dataset) =>
        awaitingData.Keys.FirstOrDefault(other => other with { SplitSeed = dataset.SplitSeed, Fold = dataset.Fold } == dataset);

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
            Enqueue(new TrainingJob(part.ExperimentId, download.Run.Run.SplitDataset, [download.Run], download.Metrics, checkpoint));
            StartQueued(now);
        }
        else
        {
            RequestParts(key, download, now);
        }
    }

    private void RequestParts(Held key, CheckpointDownload download, DateTimeOffset now) =>
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

        SendWorkRequest();
    }

    /// <summary>
    /// Requests work ahead of time, so that slots do not idle for a round trip. Repeats a request only after work has arrived or time has
    /// passed.
    /// </summary>
    private void SendWorkRequest()
    {
        if (IsRegistered && !IsLeaving && lookahead.SlotsToRequest(Queued) is var slots && slots > slotsRequested)
        {
            slotsRequested = slots;
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
            // The messages it waits for are obsolete: no acknowledgement will release it.
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

    private void OnAcknowledged(UpdateAcknowledged acknowledged, DateTimeOffset now)
    {
        if (outbox.Acknowledge(acknowledged.ExperimentId, acknowledged.Number) is not { } message)
        {
            return;
        }

        foreach (var run in message.Runs.Where(run => run.Result is not null || run.Failure is not null))
        {
            uploads.Forget(message.ExperimentId, run.Attempt);
            checkpointed.Remove((message.ExperimentId, run.Attempt));
            finishedSinceLeaving += held.Remove((message.ExperimentId, run.Attempt)) && IsLeaving ? 1 : 0;
        }

        if (outbox.HasBacklog(message.ExperimentId))
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
        foreach (var (job, since) in training.Where(pair => now - pair.Value.LastUpdateAt > rules.StallLimit).ToList())
        {
            training.Remove(job);
            actions.Add(new WorkerAction.Stalled(job));
            var reason = FormattableString.Invariant($"no progress for {rules.StallLimit.TotalSeconds:0} s");
            foreach (var run in job.Runs.Where(run => held.ContainsKey((job.ExperimentId, run.RunAttempt))))
            {
                outbox.Add(job.ExperimentId, new RunUpdate(run.RunAttempt, 0, [], Failure: reason));
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

    /// <summary>Takes the next step of leaving when it is possible.</summary>
    private void ProceedLeaving(DateTimeOffset now)
    {
        if (leavingSince is not { } since || HasLeft)
        {
            return;
        }

        if (!isFinishing && now - since >= rules.FinishWithin)
        {
            isFinishing = true;
            actions.AddRange(training.Keys.Select(job => new WorkerAction.Finish(job)));
        }

        var isDelivered = training.Count == 0 && outbox.IsEmpty && uploads.IsEmpty;
        if (isDelivered && held.Count == 0)
        {
            // Nothing is lost when this message is lost, so it needs no answer.
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
        if (leaveSentAt is not { } sentAt || now - sentAt >= rules.ResendAfter)
        {
            leaveSentAt = now;
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

    /// <summary>A run that awaits its data, with the assignment it came by.</summary>
    private readonly record struct Awaiting(AssignRuns Assignment, AssignedRun Run);

    private readonly record struct Training(DateTimeOffset StartedAt, DateTimeOffset LastUpdateAt);
}
