using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.History;

/// <summary>Folds an experiment's events into its record.</summary>
public static class ExperimentHistory
{
    /// <summary>The record of one experiment from its events, in order; null if they do not begin with its submission.</summary>
    public static ExperimentRecord? Replay(IReadOnlyList<IExperimentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events is not [ExperimentSubmitted submitted, ..])
        {
            return null;
        }

        var state = ExperimentState.Empty;
        var costs = new Dictionary<int, ImmutableArray<double>.Builder>();
        var results = new Dictionary<int, RunResult>();
        var failures = new Dictionary<int, string>();
        DateTimeOffset? endedAt = null;
        foreach (var @event in events)
        {
            state = state.Apply(@event);
            switch (@event)
            {
                case CostsRecorded recorded:
                    CostsOf(costs, recorded.Attempt.Run).AddRange(recorded.Costs);
                    break;
                case RunCompleted completed:
                    results[completed.Attempt.Run] = completed.Result;
                    break;
                case RunFailed { Final: true } failed:
                    failures[failed.Attempt.Run] = failed.Reason;
                    break;
                case RunsRetried retried:
                    foreach (var run in retried.Runs)
                    {
                        failures.Remove(run);
                    }

                    endedAt = null;
                    break;
                case RunsProposed:
                    endedAt = null;
                    break;
                case ExperimentEnded ended:
                    endedAt = ended.At;
                    break;
            }
        }

        return new ExperimentRecord(
            submitted.ExperimentId,
            submitted.Specification,
            submitted.Environment,
            submitted.At,
            endedAt,
            [.. state.Specifications.Select(run => Record(run, state.Run(run.Number), state.ConfirmationOf(run.Number)))]);

        RunRecord Record(RunSpecification run, RunStatus status, int confirmation) => new(
            run,
            submitted.Specification.Declaration,
            status.State,
            status.Attempts,
            results.GetValueOrDefault(run.Number),
            failures.GetValueOrDefault(run.Number),
            costs.TryGetValue(run.Number, out var own) ? own.ToImmutable() : [])
        {
            Confirmation = confirmation,
        };
    }

    private static ImmutableArray<double>.Builder CostsOf(Dictionary<int, ImmutableArray<double>.Builder> costs, int run)
    {
        if (!costs.TryGetValue(run, out var builder))
        {
            costs[run] = builder = ImmutableArray.CreateBuilder<double>();
        }

        return builder;
    }
}
