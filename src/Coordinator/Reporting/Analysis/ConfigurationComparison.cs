using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>Tests whether the objectives of two configurations differ.</summary>
public static class ConfigurationComparison
{
    /// <summary>
    /// The difference in the objective, first minus second. The test is paired over the seeds that both completed. If they share fewer than
    /// two seeds, it is Welch's test. Null when a configuration has fewer than two completed runs.
    /// </summary>
    public static MeanComparison? OfObjectives(Configuration first, Configuration second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var firstValues = ValuesBySeed(first);
        var secondValues = ValuesBySeed(second);
        var a = ImmutableArray.CreateBuilder<double>();
        var b = ImmutableArray.CreateBuilder<double>();
        foreach (var (seed, value) in firstValues)
        {
            if (secondValues.TryGetValue(seed, out var other))
            {
                a.Add(value);
                b.Add(other);
            }
        }

        return a.Count >= 2
            ? MeanComparison.Paired(a.DrainToImmutable(), b.DrainToImmutable())
            : MeanComparison.Welch([.. firstValues.Values], [.. secondValues.Values]);
    }

    private static SortedDictionary<uint, double> ValuesBySeed(Configuration configuration)
    {
        var values = new SortedDictionary<uint, double>();
        foreach (var run in configuration.Completed)
        {
            if (run.Metric(run.Trainable.Objective) is { } value && double.IsFinite(value))
            {
                values[run.Specification.Seed] = value;
            }
        }

        return values;
    }
}
