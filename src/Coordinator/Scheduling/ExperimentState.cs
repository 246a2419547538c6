using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// One experiment as its events so far make it. Immutable; <see cref="Apply"/> is total and reads no clock, so that a
/// replay gives the same state. <see cref="ExperimentDecisions"/> says which events a command leads to.
/// </summary>
public sealed record ExperimentState
{
    /// <summary>Before the first event.</summary>
    public static ExperimentState Empty { get; } = new();

    /// <summary>The resolved specification; null before submission.</summary>
    public ExperimentSpecification? Specification { get; private init; }

    /// <summary>The grid's runs; the run numbered n stands at n - 1.</summary>
    public ImmutableArray<GridPoint> Points { get; private init; } = [];

    /// <summary>Where each run stands, in the same order.</summary>
    public ImmutableList<RunStatus> Runs { get; private init; } = [];

    /// <summary>The numbers of the runs that wait, least first.</summary>
    public ImmutableSortedSet<int> Pending { get; private init; } = [];

    /// <summary>The attempts that are with workers, by run number.</summary>
    public ImmutableSortedDictionary<int, WorkerId> Running { get; private init; } = ImmutableSortedDictionary<int, WorkerId>.Empty;

    /// <summary>Runs trained to the end.</summary>
    public int Completed { get; private init; }

    /// <summary>Runs that diverged.</summary>
    public int Diverged { get; private init; }

    /// <summary>Runs that failed for good.</summary>
    public int Failed { get; private init; }

    /// <summary>Runs given up by a cancellation.</summary>
    public int Cancelled { get; private init; }

    /// <summary>Whether <see cref="ExperimentEnded"/> has happened, with no <see cref="RunsRetried"/> since.</summary>
    public bool Ended { get; private init; }

    /// <summary>Whether runs are given out only after it is resumed.</summary>
    public bool Paused { get; private init; }

    /// <summary>The order it is served in; see <see cref="ExperimentPriority"/>.</summary>
    public int Priority { get; private init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; private init; }

    /// <summary>The number of runs that have ended.</summary>
    public int EndedRuns => Completed + Diverged + Failed + Cancelled;

    /// <summary>What the experiment as a whole is doing.</summary>
    public ExperimentPhase Phase =>
        Ended ? Cancelled > 0 ? ExperimentPhase.Cancelled : ExperimentPhase.Ended
        : Paused ? ExperimentPhase.Paused
        : ExperimentPhase.Active;

    /// <summary>The run's status.</summary>
    public RunStatus Run(int number) => Runs[number - 1];

    /// <summary>Whether an attempt is the one that holds the run now.</summary>
    public bool IsCurrent(RunAttempt attempt) =>
        attempt.Run >= 1 && attempt.Run <= Runs.Count
        && Run(attempt.Run) is { State: RunState.Running } status && status.Attempts == attempt.Attempt;

    /// <summary>The state after an event.</summary>
    public ExperimentState Apply(IExperimentEvent @event) => @event switch
    {
        ExperimentSubmitted submitted => Submitted(submitted),
        RunsAssigned assigned => assigned.Attempts.Aggregate(this, (state, attempt) => state.Assigned(attempt, assigned.WorkerId)),
        CostsRecorded recorded => With(recorded.Attempt.Run, status => status with { CostCount = recorded.FirstIndex + recorded.Costs.Length }),
        RunCompleted completed => EndRun(completed.Attempt.Run, completed.Result.DivergedAtEpoch is null ? RunState.Completed : RunState.Diverged),
        RunFailed { Final: true } failed => CountFailure(failed).EndRun(failed.Attempt.Run, RunState.Failed),
        RunFailed failed => CountFailure(failed).Requeued(failed.Attempt.Run),
        RunsRequeued requeued => requeued.Attempts.Aggregate(this, (state, attempt) => state.CountLoss(attempt, requeued.Cause).Requeued(attempt.Run)),
        RunsRetried retried => retried.Runs.Aggregate(this with { Ended = false }, (state, run) => state.Retried(run)),
        RunCheckpointed checkpointed => With(checkpointed.Attempt.Run, status => status with { CheckpointEpoch = checkpointed.Epoch }),
        ExperimentPaused => this with { Paused = true },
        ExperimentResumed => this with { Paused = false },
        ExperimentCancelled => Pending.Union(Running.Keys).Aggregate(this, (state, run) => state.EndRun(run, RunState.Cancelled)),
        PriorityChanged changed => this with { Priority = changed.Priority },
        ExperimentEnded => this with { Ended = true, Paused = false },
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "not an event of an experiment"),
    };

    /// <summary>The state as the snapshot store keeps it; only of an experiment that was submitted.</summary>
    public ExperimentSnapshot Snapshot(ExperimentId id) => new(
        id,
        Specification ?? throw new InvalidOperationException("Nothing was submitted yet."),
        SubmittedAt,
        Priority,
        Paused,
        Ended,
        [.. Runs]);

    /// <summary>The state that <see cref="Snapshot"/> was taken of.</summary>
    public static ExperimentState Of(ExperimentSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var runs = snapshot.Runs;
        return new ExperimentState
        {
            Specification = snapshot.Specification,
            SubmittedAt = snapshot.SubmittedAt,
            Priority = snapshot.Priority,
            Paused = snapshot.Paused,
            Ended = snapshot.Ended,
            Points = ExperimentGrid.Expand(snapshot.Specification),
            Runs = [.. runs],
            Pending = [.. Enumerable.Range(1, runs.Length).Where(number => runs[number - 1].State == RunState.Pending)],
            Running = Enumerable.Range(1, runs.Length).Where(number => runs[number - 1].State == RunState.Running)
                .ToImmutableSortedDictionary(number => number, number => runs[number - 1].Worker.GetValueOrDefault()),
            Completed = runs.Count(run => run.State == RunState.Completed),
            Diverged = runs.Count(run => run.State == RunState.Diverged),
            Failed = runs.Count(run => run.State == RunState.Failed),
            Cancelled = runs.Count(run => run.State == RunState.Cancelled),
        };
    }

    /// <summary>How many runs stand where.</summary>
    public ExperimentProgress Progress(ExperimentId id) => new(id, Runs.Count, Running.Count, Completed, Diverged, Failed, Phase, Cancelled);

    private static ExperimentState Submitted(ExperimentSubmitted submitted)
    {
        var points = ExperimentGrid.Expand(submitted.Specification);
        return Empty with
        {
            Specification = submitted.Specification,
            Priority = submitted.Priority,
            SubmittedAt = submitted.At,
            Points = points,
            Runs = [.. Enumerable.Repeat(RunStatus.New, points.Length)],
            Pending = [.. points.Select(point => point.Run.Number)],
        };
    }

    private ExperimentState Assigned(RunAttempt attempt, WorkerId worker) =>
        With(attempt.Run, status => status with { State = RunState.Running, Attempts = attempt.Attempt, Worker = worker }) with
        {
            Pending = Pending.Remove(attempt.Run),
            Running = Running.SetItem(attempt.Run, worker),
        };

    private ExperimentState Requeued(int run) =>
        With(run, status => status with { State = RunState.Pending, Worker = null }) with
        {
            Pending = Pending.Add(run),
            Running = Running.Remove(run),
        };

    private ExperimentState Retried(int run)
    {
        var cancelled = Run(run).State == RunState.Cancelled;
        return With(run, status => status with { State = RunState.Pending, Failures = 0, WorkersLost = 0 }) with
        {
            Pending = Pending.Add(run),
            Failed = Failed - (cancelled ? 0 : 1),
            Cancelled = Cancelled - (cancelled ? 1 : 0),
        };
    }

    private ExperimentState EndRun(int run, RunState end) =>
        With(run, status => status with { State = end, Worker = null }) with
        {
            Pending = Pending.Remove(run),
            Running = Running.Remove(run),
            Completed = Completed + (end == RunState.Completed ? 1 : 0),
            Diverged = Diverged + (end == RunState.Diverged ? 1 : 0),
            Failed = Failed + (end == RunState.Failed ? 1 : 0),
            Cancelled = Cancelled + (end == RunState.Cancelled ? 1 : 0),
        };

    private ExperimentState CountFailure(RunFailed failed) =>
        With(failed.Attempt.Run, status => status with { Failures = status.Failures + 1 });

    private ExperimentState CountLoss(RunAttempt attempt, RequeueCause cause) =>
        cause == RequeueCause.WorkerLost
            ? With(attempt.Run, status => status with { WorkersLost = status.WorkersLost + 1 })
            : this;

    private ExperimentState With(int run, Func<RunStatus, RunStatus> change) =>
        this with { Runs = Runs.SetItem(run - 1, change(Run(run))) };
}
