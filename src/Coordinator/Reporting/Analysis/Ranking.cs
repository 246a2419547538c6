using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>Orders settings from best to worst.</summary>
public static class Ranking
{
    /// <summary>p values below this separate two settings.</summary>
    public const double SignificanceLevel = 0.05;

    /// <summary>
    /// The number of places in which ties are looked for. Each place may be tested against all below it, so that a grid of
    /// thousands of settings would cost millions of tests that no reader sees.
    /// </summary>
    public const int TiesSoughtWithin = 60;

    /// <summary>
    /// Ranks by mean final cost. Settings of which a run diverged or failed come after those of which none did, fewer
    /// first, and those without a completed run last; equal ones keep the order of the grid.
    /// Ties: the leader of a rank is compared with every setting below it among the first <see cref="TiesSoughtWithin"/>,
    /// corrected by Holm; those that follow it without a break and cannot be separated from it share its rank.
    /// Settings with one seed each cannot be tested, and tie only where their costs are equal.
    /// </summary>
    public static ImmutableArray<RankedCell> Of(ImmutableArray<Cell> cells)
    {
        var ordered = cells.Sort(Compare);
        var ranks = new int?[ordered.Length];
        for (var leader = 0; leader < ordered.Length && ordered[leader].FinalCost is not null;)
        {
            var next = leader < TiesSoughtWithin ? EndOfTie(ordered, leader) : leader + 1;
            Array.Fill(ranks, leader + 1, leader, next - leader);
            leader = next;
        }

        return [.. ordered.Select((cell, i) => new RankedCell(ranks[i], Shared(ranks, i), cell))];
    }

    private static bool Shared(int?[] ranks, int i) =>
        ranks[i] is { } rank && ((i > 0 && ranks[i - 1] == rank) || (i + 1 < ranks.Length && ranks[i + 1] == rank));

    private static int Compare(Cell first, Cell second)
    {
        var order = (first.FinalCost is null).CompareTo(second.FinalCost is null);
        order = order != 0 ? order : first.Unsuccessful.CompareTo(second.Unsuccessful);
        order = order != 0 || first.FinalCost is null ? order : first.FinalCost.Mean.CompareTo(second.FinalCost!.Mean);
        return order != 0 ? order : first.Number.CompareTo(second.Number);
    }

    private static int EndOfTie(ImmutableArray<Cell> ordered, int leader)
    {
        var candidates = new List<(int Place, double PValue)>();
        for (var i = leader + 1; i < Math.Min(ordered.Length, TiesSoughtWithin) && ordered[i].FinalCost is not null; i++)
        {
            if (CellComparison.OfFinalCosts(ordered[i], ordered[leader]) is { } comparison)
            {
                candidates.Add((i, comparison.PValue));
            }
        }

        var adjusted = Holm.Adjust([.. candidates.Select(candidate => candidate.PValue)]);
        var inseparable = candidates.Where((_, i) => adjusted[i] >= SignificanceLevel).Select(candidate => candidate.Place).ToHashSet();
        var end = leader + 1;
        while (end < ordered.Length && ordered[end].Unsuccessful == ordered[leader].Unsuccessful
            && (inseparable.Contains(end) || ordered[end].FinalCost?.Mean == ordered[leader].FinalCost!.Mean))
        {
            end++;
        }

        return end;
    }
}
