using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// The rules of an experiment: the events that follow from a command in a state. No clock, no I/O. Late, repeated and stale messages lead
/// to no event, so every message may arrive any number of times.
/// </summary>
public static class ExperimentDecisions
{
    /// <summary>Accepts a new experiment; no event when it is already known.</summary>
    public static ImmutableArray<IExperimentEvent> Submit(ExperimentState state, SubmitExperiment command, ExperimentRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        if (state.Specification is not null)
        {
            return [];
        }

        var submitted = new ExperimentSubmitted(command.ExperimentId, command.Specification, command.Environment, now, command.Priority, command.By);
        return WithProposals([submitted], state.Apply(submitted), command.ExperimentId, rules, now);
    }

    /// <summary>
    /// Assigns up to <paramref name="count"/> waiting runs to a worker, lowest numbers first. A suspect run is assigned only when no other
    /// waits, and alone. Assigns none while the experiment is paused.
    /// </summary>
    /// <param name="state">The experiment.</param>
    /// <param name="id">Its id.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="count">The largest number of runs to assign.</param>
    /// <param name="now">The time.</param>
    /// <param name="isDelayed">Whether a waiting run must not be assigned yet; null when all may be.</param>
    public static ImmutableArray<IExperimentEvent> Assign(
        ExperimentState state, ExperimentId id, WorkerId worker, int count, DateTimeOffset now, Func<int, bool>? isDelayed = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Paused || count < 1)
        {
            return [];
        }

        var waiting = state.Pending.Where(run => isDelayed is null || !isDelayed(run));
        var chosen = waiting.Where(run => !state.Run(run).IsSuspect).Take(count).ToList();
        ImmutableArray<RunAttempt> attempts =
            [.. (chosen.Count > 0 ? chosen : waiting.Take(1)).Select(run => new RunAttempt(run, state.Run(run).Attempts + 1))];
        return attempts.IsEmpty ? [] : [new RunsAssigned(id, worker, attempts, now)];
    }

    /// <summary>
    /// Processes a worker's update. Costs already in the journal are dropped: every attempt measures the same bits. Costs after a gap are
    /// not accepted and the update is not acknowledged, so that the worker resends it after the update that fills the gap.
    /// </summary>
    public static UpdateDecision Update(
        ExperimentState state, UpdateRuns update, ExperimentRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(update);
        var events = ImmutableArray.CreateBuilder<IExperimentEvent>();
        var after = state;
        var complete = true;
        foreach (var run in update.Runs.Where(run => after.IsCurrent(run.Attempt)))
        {
            complete &= run.FirstIndex <= after.Run(run.Attempt.Run).CostCount;
            foreach (var @event in OfRun(after, update.ExperimentId, run, rules, now))
            {
                events.Add(@event);
                after = after.Apply(@event);
            }
        }

        return new UpdateDecision(WithProposals(events, after, update.ExperimentId, rules, now), complete);
    }

    /// <summary>Requeues the runs of one worker, or of all workers when <paramref name="worker"/> is null.</summary>
    public static ImmutableArray<IExperimentEvent> Requeue(
        ExperimentState state, ExperimentId id, WorkerId? worker, RequeueCause cause, ExperimentRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Requeue(
            state,
            id,
            state.Running.Where(pair => worker is null || pair.Value == worker)
                .Select(pair => new RunAttempt(pair.Key, state.Run(pair.Key).Attempts)),
            cause,
            rules,
            now);
    }

    /// <summary>Requeues these attempts. Skips those that are not current.</summary>
    public static ImmutableArray<IExperimentEvent> Requeue(
        ExperimentState state,
        ExperimentId id,
        IEnumerable<RunAttempt> attempts,
        RequeueCause cause,
        ExperimentRules rules,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        var current = attempts.Where(state.IsCurrent).Distinct().ToImmutableArray();
        var exhausted = current
            .Where(attempt => cause == RequeueCause.WorkerLost && state.Run(attempt.Run).WorkersLost + 1 >= rules.RetryLimits.WorkersLost)
            .ToImmutableArray();
        var events = ImmutableArray.CreateBuilder<IExperimentEvent>();
        if (current.Length > exhausted.Length)
        {
            events.Add(new RunsRequeued(id, [.. current.Except(exhausted)], cause, now));
        }

        foreach (var attempt in exhausted)
        {
            events.Add(new RunFailed(id, attempt, $"its worker was lost in {rules.RetryLimits.WorkersLost} attempts", Final: true, now));
        }

        return WithProposals(events, events.Aggregate(state, (after, @event) => after.Apply(@event)), id, rules, now);
    }

    /// <summary>Requeues the failed and the cancelled runs; no event when there are none.</summary>
    public static ImmutableArray<IExperimentEvent> Retry(ExperimentState state, RetryExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        ImmutableArray<int> runs =
        [
            .. Enumerable.Range(1, state.Runs.Count)
                .Where(run => state.Run(run).State is RunState.Failed or RunState.Cancelled),
        ];
        return runs.IsEmpty ? [] : [new RunsRetried(command.ExperimentId, runs, now, command.By)];
    }

    /// <summary>Proposes another confirmation of an experiment that has ended; no event when the command's confirmation exists already.</summary>
    public static ConfirmationDecision Confirm(ExperimentState state, ConfirmExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        if (command.Number <= state.Confirmations)
        {
            return new ConfirmationDecision([]);
        }

        if (ConfirmationRequest.Problem(state, command) is { } problem)
        {
            return new ConfirmationDecision([], problem);
        }

        var confirmation = ConfirmationRequest.Resolve(state.Specification!, command);
        var proposed = ConfirmationSteps.Propose(state, command.ExperimentId, confirmation, now) with { By = command.By };
        return ConfirmationRequest.Problem(state, proposed) is { } reason
            ? new ConfirmationDecision([], reason)
            : new ConfirmationDecision([proposed]);
    }

    /// <summary>Pauses an experiment and requeues the runs that workers hold; no event when it has ended or is paused.</summary>
    public static ImmutableArray<IExperimentEvent> Pause(
        ExperimentState state, PauseExperiment command, ExperimentRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null || state.Ended || state.Paused
            ? []
            :
            [
                new ExperimentPaused(command.ExperimentId, command.By, now),
                .. Requeue(state, command.ExperimentId, worker: null, RequeueCause.Interrupted, rules, now),
            ];
    }

    /// <summary>Resumes a paused experiment; no event when it is not paused.</summary>
    public static ImmutableArray<IExperimentEvent> Resume(ExperimentState state, ResumeExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Paused ? [new ExperimentResumed(command.ExperimentId, command.By, now)] : [];
    }

    /// <summary>Cancels every run that has not ended, which ends the experiment; no event when it has ended.</summary>
    public static ImmutableArray<IExperimentEvent> Cancel(ExperimentState state, CancelExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null || state.Ended
            ? []
            : [new ExperimentCancelled(command.ExperimentId, command.By, now), new ExperimentEnded(command.ExperimentId, now)];
    }

    /// <summary>Changes the priority; no event when it is the same or the experiment has ended.</summary>
    public static ImmutableArray<IExperimentEvent> Prioritize(ExperimentState state, PrioritizeExperiment command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return state.Specification is null || state.Ended || state.Priority == command.Priority
            ? []
            : [new PriorityChanged(command.ExperimentId, command.Priority, command.By, now)];
    }

    /// <summary>Records a stored checkpoint; no event when the attempt is not current or a later checkpoint is stored.</summary>
    public static ImmutableArray<IExperimentEvent> Checkpoint(
        ExperimentState state, ExperimentId id, RunAttempt attempt, int epoch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.IsCurrent(attempt) && epoch > state.Run(attempt.Run).CheckpointEpoch
            ? [new RunCheckpointed(id, attempt, epoch, now)]
            : [];
    }

    private static IEnumerable<IExperimentEvent> OfRun(
        ExperimentState state, ExperimentId id, RunUpdate update, ExperimentRules rules, DateTimeOffset now)
    {
        var status = state.Run(update.Attempt.Run);
        var known = status.CostCount - update.FirstIndex;
        if (known < 0)
        {
            yield break;
        }

        if (known < update.Costs.Length)
        {
            yield return new CostsRecorded(id, update.Attempt, status.CostCount, update.Costs[known..]);
        }

        if (update.Result is { } result)
        {
            yield return new RunCompleted(id, update.Attempt, result, now);
        }
        else if (update.Failure is { } reason)
        {
            yield return new RunFailed(id, update.Attempt, reason, Final: status.Failures + 1 >= rules.RetryLimits.Failures, now);
        }
    }

    /// <summary>
    /// Appends the events that follow from the given ones: further proposals of the search, then the confirmation, and the end when nothing
    /// remains.
    /// </summary>
    private static ImmutableArray<IExperimentEvent> WithProposals(
        IEnumerable<IExperimentEvent> events, ExperimentState after, ExperimentId id, ExperimentRules rules, DateTimeOffset now)
    {
        var all = events.ToImmutableArray().ToBuilder();
        if (all.Count == 0 || after.Ended)
        {
            return all.ToImmutable();
        }

        if (SearchSteps.Next(after, id, rules.Searches, now) is { } proposed)
        {
            all.Add(proposed);
            after = after.Apply(proposed);
        }

        if (ConfirmationSteps.Next(after, id, now) is { } confirmation)
        {
            all.Add(confirmation);
            after = after.Apply(confirmation);
        }

        if (after.IsExhausted && after.EndedRuns == after.Runs.Count)
        {
            all.Add(new ExperimentEnded(id, now));
        }

        return all.ToImmutable();
    }
}

/// <summary>The decision on an update.</summary>
/// <param name="Events">The events to persist; may be empty.</param>
/// <param name="Acknowledge">Whether the worker may forget the update once the events are in the journal.</param>
public sealed record UpdateDecision(ImmutableArray<IExperimentEvent> Events, bool Acknowledge);

/// <summary>The decision on a confirmation.</summary>
/// <param name="Events">The events to persist; empty when the confirmation exists already or is refused.</param>
/// <param name="Refusal">Why it is refused, as a clause; null when it is not.</param>
public sealed record ConfirmationDecision(ImmutableArray<IExperimentEvent> Events, string? Refusal = null);
