using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Search;

/// <summary>
/// A strategy that proposes runs one after another. It is a pure function of the specification and the results. So the outcome of a search
/// does not depend on which run ends first.
/// </summary>
public interface ISearch
{
    /// <summary>Its name in files; see <see cref="SearchSpecification"/>.</summary>
    string Name { get; }

    /// <summary>
    /// How far it proposes ahead of the results, 1 or more: run n is proposed as soon as every run up to n - lookahead has ended. <see
    /// cref="int.MaxValue"/> for a strategy that needs no results.
    /// </summary>
    int Lookahead { get; }

    /// <summary>The largest number of runs that it proposes for an experiment.</summary>
    int MaxRuns(ExperimentSpecification specification);

    /// <summary>Proposes the run with a number; null when the search is exhausted.</summary>
    /// <param name="specification">The experiment.</param>
    /// <param name="number">The run's number, from 1.</param>
    /// <param name="results">The results of the runs 1 to number - lookahead, in order.</param>
    RunProposal? Propose(ExperimentSpecification specification, int number, ImmutableArray<RunOutcome> results);
}
