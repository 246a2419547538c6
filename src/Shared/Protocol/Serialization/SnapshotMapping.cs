using System.Collections.Immutable;
using NNOptim.Experiments;
using static NNOptim.Protocol.Serialization.MessageMapping;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts snapshots to and from their wire form: a column for each property of the runs, mostly one byte a run.</summary>
internal static class SnapshotMapping
{
    private static readonly ImmutableArray<RunState> states =
        [RunState.Pending, RunState.Running, RunState.Completed, RunState.Diverged, RunState.Failed, RunState.Cancelled];

    public static Wire.ExperimentSnapshot ToWire(ExperimentSnapshot snapshot)
    {
        var workers = snapshot.Runs.Select(run => run.Worker).OfType<WorkerId>().Distinct().ToList();
        var places = workers.Index().ToDictionary(pair => pair.Item, pair => pair.Index + 1);
        var wire = new Wire.ExperimentSnapshot
        {
            Experiment = Text(snapshot.ExperimentId),
            Specification = SpecificationMapping.ToWire(snapshot.Specification),
            SubmittedAt = snapshot.SubmittedAt.UtcTicks,
            Priority = snapshot.Priority,
            Paused = snapshot.Paused,
            Ended = snapshot.Ended,
            States = { snapshot.Runs.Select(run => states.IndexOf(run.State)) },
            Attempts = { snapshot.Runs.Select(run => run.Attempts) },
            Failures = { snapshot.Runs.Select(run => run.Failures) },
            WorkersLost = { snapshot.Runs.Select(run => run.WorkersLost) },
            CostCounts = { snapshot.Runs.Select(run => run.CostCount) },
            CheckpointEpochs = { snapshot.Runs.Select(run => run.CheckpointEpoch) },
            RunWorkers = { snapshot.Runs.Select(run => run.Worker is { } worker ? places[worker] : 0) },
            Workers = { workers.Select(worker => worker.Value) },
            LastEvent = snapshot.LastEvent,
            Proposals = { snapshot.Proposals.Select(ValueMapping.ToWire) },
            IsExhausted = snapshot.IsExhausted,
            Outcomes = { snapshot.Outcomes.Select(outcome => new Wire.Outcome { Run = outcome.Key, Metrics = { outcome.Value.Values } }) },
            Scores = { snapshot.HasScores ? snapshot.Runs.Select(run => run.Score) : [] },
        };
        if (snapshot.Baseline is { } baseline)
        {
            (wire.Baseline, wire.BaselineRun) = (baseline.Value, baseline.Run);
        }

        return wire;
    }

    public static ExperimentSnapshot FromWire(Wire.ExperimentSnapshot wire)
    {
        var workers = wire.Workers.Select(worker => new WorkerId(worker)).ToList();
        var hasScores = wire.Scores.Count == wire.States.Count;
        return new ExperimentSnapshot(
            Id(wire.Experiment),
            SpecificationMapping.FromWire(wire.Specification),
            Time(wire.SubmittedAt),
            wire.Priority,
            wire.Paused,
            wire.Ended,
            [
                .. Enumerable.Range(0, wire.States.Count).Select(run => new RunStatus(
                    StateOf(wire.States[run]),
                    wire.Attempts[run],
                    wire.Failures[run],
                    wire.WorkersLost[run],
                    wire.CostCounts[run],
                    wire.CheckpointEpochs[run],
                    wire.RunWorkers[run] is > 0 and var place ? workers[place - 1] : null)
                {
                    Score = hasScores ? wire.Scores[run] : double.NaN,
                }),
            ],
            wire.LastEvent)
        {
            Proposals = [.. wire.Proposals.Select(ValueMapping.FromWire)],
            IsExhausted = wire.IsExhausted,
            Outcomes = wire.Outcomes.ToImmutableSortedDictionary(outcome => outcome.Run, outcome => new MetricValues([.. outcome.Metrics])),
            HasScores = hasScores,
            Baseline = wire.HasBaseline ? new RunBaseline(wire.BaselineRun, wire.Baseline) : null,
        };
    }

    private static RunState StateOf(int place) =>
        place >= 0 && place < states.Length ? states[place] : throw new FormatException($"{place} is not a state of a run.");
}
