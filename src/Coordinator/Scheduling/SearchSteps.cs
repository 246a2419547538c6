using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Search;

namespace NNOptim.Scheduling;

/// <summary>Asks an experiment's search for the runs that may be proposed next.</summary>
internal static class SearchSteps
{
    /// <summary>The proposals that the results so far allow; null when there are none.</summary>
    /// <remarks>
    /// A run is proposed when every run up to its number minus the lookahead has ended. Its proposal sees only the results of these. So the
    /// proposals do not depend on the order in which runs end.
    /// </remarks>
    public static RunsProposed? Next(ExperimentState state, ExperimentId id, SearchCatalog searches, DateTimeOffset now)
    {
        if (state.IsExhausted || searches.Find(state.Specification!.Search) is not { } search)
        {
            return null;
        }

        var results = ResultsBeforeFirstOpenRun(state);
        var proposals = ImmutableArray.CreateBuilder<RunProposal>();
        for (var number = state.Runs.Count + 1; number - (long)search.Lookahead <= results.Length; number++)
        {
            var seen = (int)Math.Max(0, number - (long)search.Lookahead);
            if (search.Propose(state.Specification, number, results[..seen]) is not { } proposal)
            {
                return new RunsProposed(id, proposals.ToImmutable(), IsLast: true, now);
            }

            proposals.Add(proposal with { Number = number });
        }

        return proposals.Count == 0 ? null : new RunsProposed(id, proposals.ToImmutable(), IsLast: false, now);
    }

    /// <summary>The results of all runs before the first one that has not ended.</summary>
    private static ImmutableArray<RunOutcome> ResultsBeforeFirstOpenRun(ExperimentState state)
    {
        var results = ImmutableArray.CreateBuilder<RunOutcome>();
        foreach (var status in state.Runs)
        {
            if (!status.HasEnded)
            {
                break;
            }

            var number = results.Count + 1;
            results.Add(new RunOutcome(number, status.State, state.Outcomes.GetValueOrDefault(number)));
        }

        return results.ToImmutable();
    }
}
