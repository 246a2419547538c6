using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// The events that follow from a command in a state: the rules of an experiment, with no clock and no I/O. What is late,
/// doubled or stale leads to no event, so that every message may come any number of times.
/// </summary>
public static class ExperimentDecisions
{
    /// <summary>Accepts a new experiment; no event when it is already known.</summary>
    public static ImmutableArray<IExperimentEvent> Submit(ExperimentState state, SubmitExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null
            ? [new ExperimentSubmitted(command.ExperimentId, command.Specification, command.Environment, now, command.Priority, command.By)]
            : [];
    }

    /// <summary>
    /// Gives up to <paramref name="count"/> waiting runs to a worker, lowest numbers first; a suspect run only when no other
    /// waits, and alone. None while the experiment is paused.
    /// </summary>
    /// <param name="state">The experiment.</param>
    /// <param name="id">Its id.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="count">The most runs to give.</param>
    /// <param name="now">The time.</param>
    /// <param name="rests">Whether a waiting run rests and is not to be given; null for none.</param>
    public static ImmutableArray<IExperimentEvent> Assign(
        ExperimentState state, ExperimentId id, WorkerId worker, int count, DateTimeOffset now, Func<int, bool>? rests = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Paused || count < 1)
        {
            return [];
        }

        var waiting = state.Pending.Where(run => rests is null || !rests(run));
        var chosen = waiting.Where(run => !state.Run(run).IsSuspect).Take(count).ToList();
        ImmutableArray<RunAttempt> attempts =
            [.. (chosen.Count > 0 ? chosen : waiting.Take(1)).Select(run => new RunAttempt(run, state.Run(run).Attempts + 1))];
        return attempts.IsEmpty ? [] : [new RunsAssigned(id, worker, attempts, now)];
    }

    /// <summary>
    /// Takes in a worker's report. Costs already in the journal are dropped: they are the same bits, whichever attempt
    /// measured them. Costs beyond a gap are not taken, and the report not acknowledged, so that it comes again after
    /// the one that fills the gap.
    /// </summary>
    public static ReportDecision Report(
        ExperimentState state, ReportRuns report, RetryLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(report);
        var events = ImmutableArray.CreateBuilder<IExperimentEvent>();
        var after = state;
        var complete = true;
        foreach (var run in report.Runs.Where(run => after.IsCurrent(run.Attempt)))
        {
            complete &= run.FirstIndex <= after.Run(run.Attempt.Run).CostCount;
            foreach (var @event in OfRun(after, report.ExperimentId, run, limits, now))
            {
                events.Add(@event);
                after = after.Apply(@event);
            }
        }

        return new ReportDecision(WithEnd(events, after, report.ExperimentId, now), complete);
    }

    /// <summary>Takes runs back from one worker, or from all when <paramref name="worker"/> is null.</summary>
    public static ImmutableArray<IExperimentEvent> Requeue(
        ExperimentState state, ExperimentId id, WorkerId? worker, RequeueCause cause, RetryLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Requeue(
            state,
            id,
            state.Running.Where(pair => worker is null || pair.Value == worker)
                .Select(pair => new RunAttempt(pair.Key, state.Run(pair.Key).Attempts)),
            cause,
            limits,
            now);
    }

    /// <summary>Takes these attempts back; those that are not current are left out.</summary>
    public static ImmutableArray<IExperimentEvent> Requeue(
        ExperimentState state,
        ExperimentId id,
        IEnumerable<RunAttempt> attempts,
        RequeueCause cause,
        RetryLimits limits,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(limits);
        var current = attempts.Where(state.IsCurrent).Distinct().ToImmutableArray();
        var exhausted = current
            .Where(attempt => cause == RequeueCause.WorkerLost && state.Run(attempt.Run).WorkersLost + 1 >= limits.WorkersLost)
            .ToImmutableArray();
        var events = ImmutableArray.CreateBuilder<IExperimentEvent>();
        if (current.Length > exhausted.Length)
        {
            events.Add(new RunsRequeued(id, [.. current.Except(exhausted)], cause, now));
        }

        foreach (var attempt in exhausted)
        {
            events.Add(new RunFailed(id, attempt, $"its worker was lost in {limits.WorkersLost} attempts", Final: true, now));
        }

        return WithEnd(events, events.Aggregate(state, (after, @event) => after.Apply(@event)), id, now);
    }

    /// <summary>Puts the failed and the cancelled runs into the queue again; no event when there are none.</summary>
    public static ImmutableArray<IExperimentEvent> Retry(ExperimentState state, RetryExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        ImmutableArray<int> runs =
        [
            .. state.Points.Select(point => point.Run.Number)
                .Where(run => state.Run(run).State is RunState.Failed or RunState.Cancelled),
        ];
        return runs.IsEmpty ? [] : [new RunsRetried(command.ExperimentId, runs, now, command.By)];
    }

    /// <summary>Pauses an experiment and takes its runs back from the workers; no event when it has ended or is paused.</summary>
    public static ImmutableArray<IExperimentEvent> Pause(
        ExperimentState state, PauseExperiment command, RetryLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null || state.Ended || state.Paused
            ? []
            :
            [
                new ExperimentPaused(command.ExperimentId, command.By, now),
                .. Requeue(state, command.ExperimentId, worker: null, RequeueCause.Interrupted, limits, now),
            ];
    }

    /// <summary>Lets a paused experiment go on; no event when it is not paused.</summary>
    public static ImmutableArray<IExperimentEvent> Resume(ExperimentState state, ResumeExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Paused ? [new ExperimentResumed(command.ExperimentId, command.By, now)] : [];
    }

    /// <summary>Gives up every run that has not ended, and with them ends the experiment; no event when it has ended.</summary>
    public static ImmutableArray<IExperimentEvent> Cancel(ExperimentState state, CancelExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null || state.Ended
            ? []
            : [new ExperimentCancelled(command.ExperimentId, command.By, now), new ExperimentEnded(command.ExperimentId, now)];
    }

    /// <summary>Changes the order of service; no event when it has that priority or has ended.</summary>
    public static ImmutableArray<IExperimentEvent> Prioritize(ExperimentState state, PrioritizeExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null || state.Ended || state.Priority == command.Priority
            ? []
            : [new PriorityChanged(command.ExperimentId, command.Priority, command.By, now)];
    }

    /// <summary>Takes note of a stored checkpoint; no event when the attempt is not current or a later checkpoint is stored.</summary>
    public static ImmutableArray<IExperimentEvent> Checkpoint(
        ExperimentState state, ExperimentId id, RunAttempt attempt, int epoch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.IsCurrent(attempt) && epoch > state.Run(attempt.Run).CheckpointEpoch
            ? [new RunCheckpointed(id, attempt, epoch, now)]
            : [];
    }

    private static IEnumerable<IExperimentEvent> OfRun(
        ExperimentState state, ExperimentId id, RunReport report, RetryLimits limits, DateTimeOffset now)
    {
        var status = state.Run(report.Attempt.Run);
        var known = status.CostCount - report.FirstIndex;
        if (known < 0)
        {
            yield break;
        }

        if (known < report.Costs.Length)
        {
            yield return new CostsRecorded(id, report.Attempt, status.CostCount, report.Costs[known..]);
        }

        if (report.Result is { } result)
        {
            yield return new RunCompleted(id, report.Attempt, result, now);
        }
        else if (report.Failure is { } reason)
        {
            yield return new RunFailed(id, report.Attempt, reason, Final: status.Failures + 1 >= limits.Failures, now);
        }
    }

    private static ImmutableArray<IExperimentEvent> WithEnd(
        ImmutableArray<IExperimentEvent>.Builder events, ExperimentState after, ExperimentId id, DateTimeOffset now)
    {
        if (events.Count > 0 && !after.Ended && after.Runs.Count > 0 && after.EndedRuns == after.Runs.Count)
        {
            events.Add(new ExperimentEnded(id, now));
        }

        return events.ToImmutable();
    }
}

/// <summary>What follows from a report.</summary>
/// <param name="Events">To be persisted; may be empty.</param>
/// <param name="Acknowledge">Whether the worker may forget the report once the events are in the journal.</param>
public sealed record ReportDecision(ImmutableArray<IExperimentEvent> Events, bool Acknowledge);
