using System.Collections.Immutable;

namespace NNOptim.Reporting.Analysis;

/// <summary>A configuration with its rank.</summary>
/// <param name="Rank">The rank, from 1. Equal scores share a rank. Null when no run completed.</param>
/// <param name="Configuration">The configuration.</param>
public sealed record RankedConfiguration(int? Rank, Configuration Configuration);

/// <summary>Orders configurations from best to worst. The order describes the data; it is no test.</summary>
public static class Ranking
{
    /// <summary>
    /// Ranks by the mean score over seeds. Configurations with a run that has no score come after those without, ordered by the number of
    /// such runs. Configurations without a completed run come last. Equal configurations keep the order of the grid.
    /// </summary>
    public static ImmutableArray<RankedConfiguration> Rank(ImmutableArray<Configuration> configurations, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var ordered = configurations.Sort((first, second) => Compare(first, second, objective));
        var ranks = new int?[ordered.Length];
        for (var i = 0; i < ordered.Length && ordered[i].Score is { } score; i++)
        {
            ranks[i] = i > 0 && ordered[i - 1].Score!.Mean == score.Mean && ordered[i - 1].Unscored == ordered[i].Unscored ? ranks[i - 1] : i + 1;
        }

        return [.. ordered.Select((configuration, i) => new RankedConfiguration(ranks[i], configuration))];
    }

    private static int Compare(Configuration first, Configuration second, Objective objective)
    {
        var order = (first.Score is null).CompareTo(second.Score is null);
        order = order != 0 ? order : first.Unscored.CompareTo(second.Unscored);
        order = order != 0 ? order : objective.Order(first.Score?.Mean).CompareTo(objective.Order(second.Score?.Mean));
        return order != 0 ? order : first.Number.CompareTo(second.Number);
    }
}
