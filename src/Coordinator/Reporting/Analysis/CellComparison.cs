using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>Tests whether the final costs of two settings differ.</summary>
public static class CellComparison
{
    /// <summary>
    /// The difference in final cost, first minus second: paired over the seeds that both completed, or by Welch's test where they
    /// share fewer than two; null where a setting has fewer than two completed runs.
    /// </summary>
    public static MeanComparison? OfFinalCosts(Cell first, Cell second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var firstCosts = CostsBySeed(first);
        var secondCosts = CostsBySeed(second);
        var a = ImmutableArray.CreateBuilder<double>();
        var b = ImmutableArray.CreateBuilder<double>();
        foreach (var (seed, cost) in firstCosts)
        {
            if (secondCosts.TryGetValue(seed, out var other))
            {
                a.Add(cost);
                b.Add(other);
            }
        }

        return a.Count >= 2
            ? MeanComparison.Paired(a.DrainToImmutable(), b.DrainToImmutable())
            : MeanComparison.Welch([.. firstCosts.Values], [.. secondCosts.Values]);
    }

    private static SortedDictionary<uint, double> CostsBySeed(Cell cell)
    {
        var costs = new SortedDictionary<uint, double>();
        foreach (var run in cell.Completed)
        {
            if (run.Result?.FinalCost is { } cost && double.IsFinite(cost))
            {
                costs[run.Point.Run.Seed] = cost;
            }
        }

        return costs;
    }
}
