using System.Collections.Immutable;
using NNOptim.Experiments;

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
        ImmutableArray<Configuration> ordered =
            [.. configurations.OrderBy(configuration => configuration.Standing, ConfigurationStanding.BestFirst(objective.Metric.Goal))];
        var ranks = new int?[ordered.Length];
        for (var i = 0; i < ordered.Length && ordered[i].Standing.MeanScore is { } mean; i++)
        {
            var isEqual = i > 0 && ordered[i - 1].Standing.MeanScore == mean && ordered[i - 1].Unscored == ordered[i].Unscored;
            ranks[i] = isEqual ? ranks[i - 1] : i + 1;
        }

        return [.. ordered.Select((configuration, i) => new RankedConfiguration(ranks[i], configuration))];
    }
}
