using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Search;

namespace NNOptim.Scheduling;

/// <summary>Chooses an experiment's finalists, and proposes their runs on fresh seeds, each on every split of the search.</summary>
internal static class ConfirmationSteps
{
    /// <summary>
    /// The confirmation that follows from the specification when every run of the search has ended; null when there is none, or when no run has
    /// completed.
    /// </summary>
    public static RunsProposed? Next(ExperimentState state, ExperimentId id, DateTimeOffset now) =>
        state is { AwaitsConfirmation: true, IsExhausted: true, Cancelled: 0 } && state.EndedRuns == state.Runs.Count
        && state.Specification!.Confirmation is { } confirmation && Propose(state, id, confirmation, now) is { Runs.IsEmpty: false } proposed
            ? proposed
            : null;

    /// <summary>The next confirmation; without runs when no run of the search has completed, or when too few fresh seeds are left.</summary>
    public static RunsProposed Propose(ExperimentState state, ExperimentId id, ConfirmationSpecification confirmation, DateTimeOffset now)
    {
        var specification = state.Specification!;
        var finalists = Finalists.Choose(specification, confirmation, RunsOfTheSearch(state), state.Baseline?.Value);
        var seeds = FreshSeeds.After(specification.Trainable.Replicate, state.Specifications.Select(run => run.Seed).ToHashSet(), confirmation.Seeds);
        var splits = DatasetSplits.All(specification);
        ImmutableArray<RunProposal> runs = seeds.Length < confirmation.Seeds
            ? []
            :
            [
                .. finalists.SelectMany(finalist => OnEverySplit(finalist.Values, splits).SelectMany(values => seeds.Select(seed => (Values: values, Seed: seed, finalist.Budget))))
                    .Select((run, place) => new RunProposal(state.Runs.Count + place + 1, run.Values, run.Seed, run.Budget) { Confirmation = state.Confirmations + 1 }),
            ];
        return new RunsProposed(id, runs, IsLast: true, now) { Confirmation = confirmation };
    }

    /// <summary>The values with every split of the experiment. Values that a search proposed without a parameter of the split stay without it.</summary>
    private static IEnumerable<ParameterValues> OnEverySplit(ParameterValues values, ImmutableArray<ParameterValues> splits) =>
        splits.Select(split => split.Aggregate(values, (own, pair) => own[pair.Key] is null ? own : own.With(pair.Key, pair.Value))).Distinct();

    private static IEnumerable<ScoredRun> RunsOfTheSearch(ExperimentState state) =>
        state.Specifications.Take(state.SearchRuns).Select(run => state.Run(run.Number) is var status && double.IsNaN(status.Score)
            ? new ScoredRun(run, status.State, null)
            : new ScoredRun(run, status.State, status.Score));
}
