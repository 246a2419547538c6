using System.Collections.Immutable;

namespace NNOptim.Reporting.Analysis;

/// <summary>A compared value at one value of the tuned parameter.</summary>
/// <param name="Tuned">The value of the tuned parameter.</param>
/// <param name="Best">The best-ranked configuration with that value; null when no such configuration has a completed run.</param>
/// <param name="Lost">The number of runs with that value that diverged or failed.</param>
/// <param name="Runs">The number of runs with that value.</param>
public sealed record SensitivityPoint(double Tuned, Configuration? Best, int Lost, int Runs);

/// <summary>
/// The dependence of a compared value's objective on the tuned parameter. For each value of that parameter, all other parameters have their
/// best values. This is the sensitivity curve of DeepOBS (Schneider et al., DeepOBS, ICLR 2019, arXiv:1903.05499, section 2.3).
/// </summary>
/// <param name="Compared">The compared value.</param>
/// <param name="Points">One point per value of the tuned parameter, in ascending order.</param>
public sealed record Sensitivity(string Compared, ImmutableArray<SensitivityPoint> Points)
{
    /// <summary>
    /// Computes the curves of all compared values in the order of the grid. There are none when no parameter is tuned, when only one value
    /// was tried, or when values are not numbers.
    /// </summary>
    public static ImmutableArray<Sensitivity> Compute(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Varying(analysis.TunedParameter) is null || analysis.Configurations.Any(configuration => configuration.Tuned is null))
        {
            return [];
        }

        var byRank = analysis.Ranking.ToLookup(ranked => (ranked.Configuration.Compared, Tuned: ranked.Configuration.Tuned!.Value));
        return
        [
            .. analysis.ComparedValues.Select(compared => new Sensitivity(
                compared,
                [
                    .. byRank.Where(group => group.Key.Compared == compared).OrderBy(group => group.Key.Tuned)
                        .Select(group => new SensitivityPoint(
                            group.Key.Tuned,
                            group.First() is { Rank: not null, Configuration: var best } ? best : null,
                            group.Sum(ranked => ranked.Configuration.Lost),
                            group.Sum(ranked => ranked.Configuration.Runs.Length))),
                ])),
        ];
    }
}
