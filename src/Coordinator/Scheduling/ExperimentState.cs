using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// The state of one experiment after its events so far. Immutable. <see cref="Apply"/> is total and reads no clock, so that a replay gives
/// the same state. <see cref="ExperimentDecisions"/> decides which events follow from a command.
/// </summary>
public sealed record ExperimentState
{
    /// <summary>Before the first event.</summary>
    public static ExperimentState Empty { get; } = new();

    /// <summary>The resolved specification; null before submission.</summary>
    public ExperimentSpecification? Specification { get; private init; }

    /// <summary>What each run trains; run n is at index n - 1.</summary>
    public ImmutableArray<RunSpecification> Specifications { get; private init; } = [];

    /// <summary>The proposed runs in order: those of a search and of confirmations. The runs of a grid follow from the specification.</summary>
    public ImmutableList<RunProposal> Proposals { get; private init; } = [];

    /// <summary>Whether the search will propose no more runs.</summary>
    public bool IsExhausted { get; private init; }

    /// <summary>The last confirmation so far; null when there is none.</summary>
    public ConfirmationRound? Confirmation { get; private init; }

    /// <summary>The number of confirmations so far.</summary>
    public int Confirmations => Confirmation?.Number ?? 0;

    /// <summary>The number of runs of the search: all before the first confirmation.</summary>
    public int SearchRuns { get; private init; }

    /// <summary>Whether the specification has a confirmation that has not been proposed.</summary>
    public bool AwaitsConfirmation => Confirmations == 0 && Specification?.Confirmation is not null;

    /// <summary>The value of a constant prediction, from the first run that has reported it; null when none has.</summary>
    public RunBaseline? Baseline { get; private init; }

    /// <summary>The largest possible number of runs of the specification's confirmation.</summary>
    private long MostConfirmationRuns { get; init; }

    /// <summary>The metrics of the runs with a result, by run number; kept only when a search needs them.</summary>
    public ImmutableSortedDictionary<int, MetricValues> Outcomes { get; private init; } = ImmutableSortedDictionary<int, MetricValues>.Empty;

    /// <summary>The status of each run, in the same order.</summary>
    public ImmutableList<RunStatus> Runs { get; private init; } = [];

    /// <summary>The numbers of the waiting runs, lowest first.</summary>
    public ImmutableSortedSet<int> Pending { get; private init; } = [];

    /// <summary>The attempts that workers hold, by run number.</summary>
    public ImmutableSortedDictionary<int, WorkerId> Running { get; private init; } = ImmutableSortedDictionary<int, WorkerId>.Empty;

    /// <summary>Runs trained to the end.</summary>
    public int Completed { get; private init; }

    /// <summary>Runs that diverged.</summary>
    public int Diverged { get; private init; }

    /// <summary>Runs that failed for good.</summary>
    public int Failed { get; private init; }

    /// <summary>Cancelled runs.</summary>
    public int Cancelled { get; private init; }

    /// <summary>Whether <see cref="ExperimentEnded"/> has happened, with no later <see cref="RunsRetried"/> or <see cref="RunsProposed"/>.</summary>
    public bool Ended { get; private init; }

    /// <summary>Whether the experiment is paused: no runs are assigned until it is resumed.</summary>
    public bool Paused { get; private init; }

    /// <summary>The priority; see <see cref="ExperimentPriority"/>.</summary>
    public int Priority { get; private init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; private init; }

    /// <summary>The number of runs that have ended.</summary>
    public int EndedRuns => Completed + Diverged + Failed + Cancelled;

    /// <summary>The phase of the experiment as a whole.</summary>
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
        RunsProposed proposed => Proposed(proposed),
        RunCompleted completed => KeepOutcome(completed).KeepScore(completed).EndRun(completed.Attempt.Run, completed.Result.DivergedAtEpoch is null ? RunState.Completed : RunState.Diverged),
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

    /// <summary>The state as a snapshot. The experiment must have been submitted.</summary>
    public ExperimentSnapshot Snapshot(ExperimentId id) => new(
        id,
        Specification ?? throw new InvalidOperationException("The experiment has not been submitted."),
        SubmittedAt,
        Priority,
        Paused,
        Ended,
        [.. Runs])
    {
        Proposals = [.. Proposals],
        IsExhausted = IsExhausted,
        Outcomes = Outcomes,
        HasScores = true,
        Baseline = Baseline,
    };

    /// <summary>The state from a <see cref="Snapshot"/>.</summary>
    public static ExperimentState FromSnapshot(ExperimentSnapshot snapshot)
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
            Specifications =
            [
                .. snapshot.Specification.Search.IsGrid ? ExperimentGrid.Expand(snapshot.Specification) : [],
                .. snapshot.Proposals.Select(proposal => proposal.ToRun(snapshot.Specification)),
            ],
            Proposals = [.. snapshot.Proposals],
            IsExhausted = snapshot.IsExhausted,
            Confirmation = ConfirmationRound.LastOf(snapshot.Proposals),
            SearchRuns = runs.Length - snapshot.Proposals.Count(proposal => proposal.Confirmation > 0),
            MostConfirmationRuns = MostConfirmationRunsOf(snapshot.Specification),
            Outcomes = snapshot.Outcomes,
            Baseline = snapshot.Baseline,
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

    /// <summary>The number of runs in each state.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="maxRuns">The largest number of runs that its search proposes; 0 for a grid.</param>
    public ExperimentProgress Progress(ExperimentId id, int maxRuns = 0) =>
        new(id, Runs.Count, Running.Count, Completed, Diverged, Failed, Phase, Cancelled, MostRuns(maxRuns)) { Confirmation = Confirmation };

    /// <summary>The confirmation that a run belongs to, from 1; 0 for a run of the search.</summary>
    public int ConfirmationOf(int run) => run <= SearchRuns ? 0 : Proposals[run - 1 - (Runs.Count - Proposals.Count)].Confirmation;

    /// <summary>The largest possible number of runs; 0 when no more will be proposed.</summary>
    private int MostRuns(int maxRuns) =>
        Ended || (IsExhausted && !AwaitsConfirmation)
            ? 0
            : (int)Math.Min(int.MaxValue, (IsExhausted ? Runs.Count : Math.Max(maxRuns, Runs.Count)) + MostConfirmationRuns);

    private static long MostConfirmationRunsOf(ExperimentSpecification specification)
    {
        try
        {
            return specification.Confirmation?.MostRuns(specification) ?? 0;
        }
        catch (OverflowException)
        {
            return int.MaxValue; // No file is accepted with so many runs, but an event may have any content.
        }
    }

    private static ExperimentState Submitted(ExperimentSubmitted submitted)
    {
        var specifications = submitted.Specification.Search.IsGrid ? ExperimentGrid.Expand(submitted.Specification) : [];
        return Empty with
        {
            Specification = submitted.Specification,
            Priority = submitted.Priority,
            SubmittedAt = submitted.At,
            Specifications = specifications,
            IsExhausted = submitted.Specification.Search.IsGrid,
            SearchRuns = specifications.Length,
            MostConfirmationRuns = MostConfirmationRunsOf(submitted.Specification),
            Runs = [.. Enumerable.Repeat(RunStatus.New, specifications.Length)],
            Pending = [.. specifications.Select(run => run.Number)],
        };
    }

    private ExperimentState Proposed(RunsProposed proposed) => this with
    {
        Ended = false,
        Confirmation = ConfirmationRound.LastOf(proposed.Runs) ?? Confirmation,
        SearchRuns = SearchRuns + proposed.Runs.Count(proposal => proposal.Confirmation == 0),
        Specifications = [.. Specifications, .. proposed.Runs.Select(proposal => proposal.ToRun(Specification!))],
        Proposals = Proposals.AddRange(proposed.Runs),
        IsExhausted = proposed.IsLast,
        Runs = Runs.AddRange(Enumerable.Repeat(RunStatus.New, proposed.Runs.Length)),
        Pending = Pending.Union(proposed.Runs.Select(proposal => proposal.Number)),
    };

    /// <summary>Keeps the metrics of a run when a search may need them.</summary>
    private ExperimentState KeepOutcome(RunCompleted completed) => Specification!.Search.IsGrid
        ? this
        : this with { Outcomes = Outcomes.SetItem(completed.Attempt.Run, completed.Result.Metrics) };

    /// <summary>Keeps the score of a run, by which finalists are chosen, and the value of a constant prediction.</summary>
    private ExperimentState KeepScore(RunCompleted completed)
    {
        if (RunScore.Find(Specification!) is not { } rule)
        {
            return this;
        }

        var (run, trainable) = (completed.Attempt.Run, Specification!.Trainable);
        var scored = rule.Of(trainable, completed.Result) is { } score ? With(run, status => status with { Score = score }) : this;
        return rule.BaselineOf(trainable, completed.Result) is { } baseline && !(Baseline?.Run < run)
            ? scored with { Baseline = new RunBaseline(run, baseline) }
            : scored;
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
