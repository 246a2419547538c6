using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>
/// The state that survives every crash: the journal and the checkpoints. Checks the invariants of each event, and of each message that
/// requires an earlier write to the journal.
/// </summary>
internal sealed class SimulatedStore(SimulatedRuns runs, RetryLimits limits)
{
    private readonly Dictionary<ExperimentId, Stream> streams = [];
    private readonly Dictionary<(ExperimentId Experiment, int Run), RunCheckpoint> checkpoints = [];

    public IEnumerable<ExperimentId> Experiments => streams.Keys;

    public IReadOnlyList<IExperimentEvent> Events(ExperimentId id) => streams[id].Events;

    public ExperimentState State(ExperimentId id) => streams[id].State;

    public RunCheckpoint? Checkpoint(ExperimentId id, int run) => checkpoints.GetValueOrDefault((id, run));

    public void Store(RunCheckpoint checkpoint) => checkpoints[(checkpoint.ExperimentId, checkpoint.Attempt.Run)] = checkpoint;

    public void DeleteCheckpoint(ExperimentId id, int run) => checkpoints.Remove((id, run));

    public void Append(ImmutableArray<IExperimentEvent> events)
    {
        var id = events[0].ExperimentId;
        if (!streams.TryGetValue(id, out var stream))
        {
            streams[id] = stream = new Stream();
        }

        foreach (var @event in events)
        {
            Must(!stream.State.Ended || @event is RunsRetried or RunsProposed { By: not null }, () => "nothing but a person's command happens to an experiment that has ended");
            Check(stream, @event);
            stream.Events.Add(@event);
            Follow(stream, @event);
            stream.State = stream.State.Apply(@event);
        }

        Must(stream.State.Ended == (stream.State.EndedRuns == stream.State.Runs.Count), () => "an experiment ends with its last run");
    }

    /// <summary>The coordinator sends a message.</summary>
    public void CheckSent(IProtocolMessage message, Func<WorkerId, long, UpdateRuns> reportOf)
    {
        switch (message)
        {
            case AssignRuns assignment:
                Must(
                    assignment.Runs.All(run => streams[assignment.ExperimentId].Assigned.Contains(run.RunAttempt)),
                    () => "an assignment leaves that is not in the journal");
                break;
            case UpdateAcknowledged acknowledged:
                foreach (var run in reportOf(acknowledged.WorkerId, acknowledged.Number).Runs.Where(run => streams[acknowledged.ExperimentId].IsCurrent(run.Attempt)))
                {
                    Must(run.Result is null && run.Failure is null, () => $"the end of run {run.Attempt} is acknowledged and not in the journal");
                    Must(
                        State(acknowledged.ExperimentId).Run(run.Attempt.Run).CostCount >= run.FirstIndex + run.Costs.Length,
                        () => $"costs of run {run.Attempt} are acknowledged and not in the journal");
                }

                break;
            case CheckpointStored stored when streams[stored.ExperimentId].IsCurrent(stored.Attempt):
                Must(
                    (Checkpoint(stored.ExperimentId, stored.Attempt.Run)?.Epoch ?? 0) >= stored.Epoch,
                    () => $"a checkpoint of run {stored.Attempt} is acknowledged and not in the store");
                break;
            case WorkerReleased released:
                Must(
                    streams.Values.All(stream => !stream.State.Running.ContainsValue(released.WorkerId)),
                    () => "a worker is released and holds runs in the journal");
                break;
        }
    }

    /// <summary>Every run has ended once, with the right outcome.</summary>
    public void CheckEnd()
    {
        foreach (var (id, stream) in streams)
        {
            stream.State.Ended.ShouldBeTrue($"experiment {id} never ends: {stream.State.Progress(id)}");
            stream.Ended.Order().ShouldBe(Enumerable.Range(1, stream.State.Runs.Count));
            stream.Events.Aggregate(ExperimentState.Empty, (state, @event) => state.Apply(@event)).Progress(id).ShouldBe(stream.State.Progress(id));
            CheckConfirmations(stream);
            foreach (var run in stream.Ended)
            {
                CheckEnd(id, stream, run);
            }
        }
    }

    /// <summary>Each confirmation is proposed once, and the specification's whenever a run has completed.</summary>
    private static void CheckConfirmations(Stream stream)
    {
        var confirmations = stream.Events.OfType<RunsProposed>().Where(proposed => proposed.Confirmation is not null).ToList();
        confirmations.Select(proposed => proposed.Runs.Select(run => run.Confirmation).Distinct().ShouldHaveSingleItem()).ShouldBe(Enumerable.Range(1, confirmations.Count));
        confirmations.Count(proposed => proposed.By is null).ShouldBeLessThanOrEqualTo(1);
        (stream.State.AwaitsConfirmation && stream.State.Runs.Any(run => run.State == RunState.Completed)).ShouldBeFalse("what can be confirmed is confirmed");
    }

    private void CheckEnd(ExperimentId id, Stream stream, int run)
    {
        var status = stream.State.Run(run);
        if (status.State is RunState.Completed or RunState.Diverged)
        {
            runs.TemperOf(id, run).ShouldBeOneOf(RunTemper.Good, RunTemper.Flaky);
            status.State.ShouldBe(run % 5 == 0 ? RunState.Diverged : RunState.Completed);
            stream.Costs[run].ShouldBe(SimulatedRuns.Costs(run));
        }
        else
        {
            status.State.ShouldBe(RunState.Failed);
            var isExcused = runs.TemperOf(id, run) switch
            {
                RunTemper.Good or RunTemper.Flaky => status.WorkersLost + 1 >= limits.WorkersLost,
                _ => true,
            };
            isExcused.ShouldBeTrue($"run {run}, which is {runs.TemperOf(id, run)}, has failed: {status}");
        }
    }

    private void Check(Stream stream, IExperimentEvent @event)
    {
        switch (@event)
        {
            case RunsAssigned assigned:
                foreach (var attempt in assigned.Attempts)
                {
                    Must(stream.Assigned.Add(attempt), () => $"attempt {attempt} is assigned twice");
                    Must(!stream.Current.ContainsKey(attempt.Run) && !stream.Ended.Contains(attempt.Run), () => $"run {attempt.Run} is assigned and does not wait");
                }

                break;
            case CostsRecorded recorded:
                Must(stream.IsCurrent(recorded.Attempt), () => $"stale attempt {recorded.Attempt} adds costs");
                var known = stream.Costs.TryGetValue(recorded.Attempt.Run, out var own) ? own : stream.Costs[recorded.Attempt.Run] = [];
                Must(recorded.FirstIndex == known.Count && !recorded.Costs.IsEmpty, () => "costs have gaps or come twice");
                known.AddRange(recorded.Costs);
                Must(known.SequenceEqual(SimulatedRuns.Costs(recorded.Attempt.Run).Take(known.Count)), () => "costs are not those of the run");
                break;
            case RunCompleted completed:
                Must(stream.IsCurrent(completed.Attempt), () => $"stale attempt {completed.Attempt} ends a run");
                Must(stream.Costs[completed.Attempt.Run].Count == SimulatedRuns.Epochs, () => $"run {completed.Attempt.Run} ends before its costs are there");
                End(stream, completed.Attempt.Run);
                break;
            case RunFailed failed:
                Must(stream.IsCurrent(failed.Attempt), () => $"stale attempt {failed.Attempt} fails a run");
                if (failed.Final)
                {
                    var status = stream.State.Run(failed.Attempt.Run);
                    Must(
                        status.Failures + 1 >= limits.Failures || status.WorkersLost + 1 >= limits.WorkersLost,
                        () => $"run {failed.Attempt.Run} is given up too soon");
                    End(stream, failed.Attempt.Run);
                }

                break;
            case RunsRequeued requeued:
                Must(requeued.Attempts.All(stream.IsCurrent), () => "a stale attempt is requeued");
                break;
            case RunCheckpointed checkpointed:
                Must(
                    (Checkpoint(checkpointed.ExperimentId, checkpointed.Attempt.Run)?.Epoch ?? 0) >= checkpointed.Epoch,
                    () => "a checkpoint is noted that is not in the store");
                break;
            case ExperimentCancelled:
                foreach (var run in stream.State.Pending.Union(stream.State.Running.Keys))
                {
                    End(stream, run);
                }

                break;
            case RunsProposed { Confirmation: not null } proposed:
                CheckChoice(stream, proposed);
                break;
            case RunsRetried retried:
                Must(retried.Runs.All(stream.Ended.Remove), () => "a run is retried that has not ended");
                break;
        }
    }

    /// <summary>The finalists are the best by the results in the journal, whatever happened in between: run n has the cost 1 / n.</summary>
    private static void CheckChoice(Stream stream, RunsProposed proposed)
    {
        var state = stream.State;
        Must(state.EndedRuns == state.Runs.Count, () => "runs are confirmed while others have not ended");
        bool IsCompleted(RunSpecification run) => state.Run(run.Number).State == RunState.Completed;
        var best = state.Specifications.Take(state.SearchRuns).GroupBy(run => run.Values).Where(group => group.Any(IsCompleted))
            .OrderBy(group => group.Count(run => !IsCompleted(run))).ThenBy(group => group.Where(IsCompleted).Average(run => 1.0 / run.Number))
            .Take(2).Select(group => group.Key);
        Must(best.SequenceEqual(proposed.Runs.Select(run => run.Values).Distinct()), () => "the finalists are not the best configurations");
        Must(proposed.Runs.GroupBy(run => run.Values).All(group => group.Count() == 2), () => "a finalist has another number of seeds");
        Must(!proposed.Runs.Select(run => run.Seed).Intersect(state.Specifications.Select(run => run.Seed)).Any(), () => "a seed is used again");
    }

    /// <summary>The attempt that holds each run. It is tracked here separately, so that an error in the product's state is found.</summary>
    private static void Follow(Stream stream, IExperimentEvent @event)
    {
        switch (@event)
        {
            case RunsAssigned assigned:
                foreach (var attempt in assigned.Attempts)
                {
                    stream.Current[attempt.Run] = attempt.Attempt;
                }

                break;
            case RunCompleted completed:
                stream.Current.Remove(completed.Attempt.Run);
                break;
            case RunFailed failed:
                stream.Current.Remove(failed.Attempt.Run);
                break;
            case RunsRequeued requeued:
                foreach (var attempt in requeued.Attempts)
                {
                    stream.Current.Remove(attempt.Run);
                }

                break;
            case ExperimentCancelled:
                stream.Current.Clear();
                break;
        }
    }

    private static void End(Stream stream, int run) => Must(stream.Ended.Add(run), () => $"run {run} ends twice");

    /// <summary>Creates the text only when needed, because this is called millions of times.</summary>
    private static void Must(bool condition, Func<string> what)
    {
        if (!condition)
        {
            Assert.Fail(what());
        }
    }

    private sealed class Stream
    {
        public List<IExperimentEvent> Events { get; } = [];

        public ExperimentState State { get; set; } = ExperimentState.Empty;

        public HashSet<RunAttempt> Assigned { get; } = [];

        public Dictionary<int, List<double>> Costs { get; } = [];

        public HashSet<int> Ended { get; } = [];

        public Dictionary<int, int> Current { get; } = [];

        public bool IsCurrent(RunAttempt attempt) => Current.TryGetValue(attempt.Run, out var current) && current == attempt.Attempt;
    }
}
