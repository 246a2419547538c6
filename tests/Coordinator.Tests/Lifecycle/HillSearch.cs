using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Search;

namespace NNOptim.Coordinator.Tests.Lifecycle;

/// <summary>A search for tests. Each run's rate follows from the results that it may see, until the specified number of runs is proposed.</summary>
internal sealed class HillSearch(int lookahead) : ISearch
{
    private const string Runs = "runs";

    public string Name => "hill";

    public int Lookahead => lookahead;

    /// <summary>A catalog with only this search.</summary>
    public static SearchCatalog CatalogOf(int lookahead) => new([new HillSearch(lookahead)]);

    /// <summary>The specification of a search with this number of runs.</summary>
    public static SearchSpecification Create(int runs) =>
        new("hill") { Values = new ParameterValues([Runs], ParameterValue.Integers(runs)) };

    public int MaxRuns(ExperimentSpecification specification) => (int)((ParameterValue.Integer)specification.Search.Values[Runs]!).Value;

    public RunProposal? Propose(ExperimentSpecification specification, int number, ImmutableArray<RunOutcome> results)
    {
        results.Length.ShouldBe(Math.Max(0, number - lookahead));
        results.Select(result => result.Number).ShouldBe(Enumerable.Range(1, results.Length));
        if (number > MaxRuns(specification))
        {
            return null;
        }

        var rate = 1.0 + results.Where(result => result.State == RunState.Completed).Sum(result => result.Metrics[0] ?? 0);
        return new RunProposal(
            number, new ParameterValues(["rule", "rate"], [new ParameterValue.Name("gd"), new ParameterValue.Number(rate)]), (uint)number, 5);
    }
}
