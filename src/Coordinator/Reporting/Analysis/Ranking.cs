using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>Orders configurations from best to worst.</summary>
public static class Ranking
{
    /// <summary>Two configurations are separated when the p value is below this.</summary>
    public const double SignificanceLevel = 0.05;

    /// <summary>
    /// The number of leading configurations that are tested for ties. Each may be tested against all below it, so a grid of thousands of
    /// configurations would need millions of tests that no reader sees.
    /// </summary>
    public const int TiesSoughtWithin = 60;

    /// <summary>
    /// Ranks by the mean objective. Configurations with diverged or failed runs come after those without, ordered by the number of such
    /// runs. Configurations without a completed run come last. Equal configurations keep the order of the grid. For ties, the leader of a
    /// rank is compared with every configuration below it among the first <see cref="TiesSoughtWithin"/>, with Holm's correction. Those
    /// that directly follow the leader and cannot be separated from it share its rank. Configurations with one seed each cannot be tested.
    /// They tie only when their objectives are equal.
    /// </summary>
    public static ImmutableArray<RankedConfiguration> Rank(ImmutableArray<Configuration> configurations, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var ordered = configurations.Sort((first, second) => Compare(first, second, objective));
        var ranks = new int?[ordered.Length];
        for (var leader = 0; leader < ordered.Length && ordered[leader].Objective is not null;)
        {
            var next = leader < TiesSoughtWithin ? EndOfTie(ordered, leader) : leader + 1;
            Array.Fill(ranks, leader + 1, leader, next - leader);
            leader = next;
        }

        return [.. ordered.Select((configuration, i) => new RankedConfiguration(ranks[i], IsShared(ranks, i), configuration))];
    }

    private static bool IsShared(int?[] ranks, int i) =>
        ranks[i] is { } rank && ((i > 0 && ranks[i - 1] == rank) || (i + 1 < ranks.Length && ranks[i + 1] == rank));

    private static int Compare(Configuration first, Configuration second, Objective objective)
    {
        var order = (first.Objective is null).CompareTo(second.Objective is null);
        order = order != 0 ? order : first.Unsuccessful.CompareTo(second.Unsuccessful);
        order = order != 0 ? order : objective.Order(first.Objective?.Mean).CompareTo(objective.Order(second.Objective?.Mean));
        return order != 0 ? order : first.Number.CompareTo(second.Number);
    }

    private static int EndOfTie(ImmutableArray<Configuration> ordered, int leader)
    {
        var candidates = new List<(int Place, double PValue)>();
        for (var i = leader + 1; i < Math.Min(ordered.Length, TiesSoughtWithin) && ordered[i].Objective is not null; i++)
        {
            if (ConfigurationComparison.OfObjectives(ordered[i], ordered[leader]) is { } comparison)
            {
                candidates.Add((i, comparison.PValue));
            }
        }

        var adjusted = Holm.Adjust([.. candidates.Select(candidate => candidate.PValue)]);
        var inseparable = candidates.Where((_, i) => adjusted[i] >= SignificanceLevel).Select(candidate => candidate.Place).ToHashSet();
        var end = leader + 1;
        while (end < ordered.Length && ordered[end].Unsuccessful == ordered[leader].Unsuccessful
            && (inseparable.Contains(end) || ordered[end].Objective?.Mean == ordered[leader].Objective!.Mean))
        {
            end++;
        }

        return end;
    }
}
