using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>ranking.csv</c>: one row a configuration (its seeds together), from best to worst, with a summary of each metric. The epochs to
/// the target, which some runs may not have reached, are summarised by their median and their least.
/// </summary>
public static class RankingTable
{
    private static readonly ImmutableArray<string> Statistics = ["mean", "sd", "low", "high", "median", "min", "max"];

    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ImmutableArray<string> metrics =
            [.. analysis.Trainable.Metrics.Select(metric => metric.Name).Where(name => name != KnownNames.EpochsToTarget)];
        using var csv = new CsvWriter(path);
        WriteHead(csv, metrics, analysis);
        foreach (var ranked in analysis.Ranking)
        {
            WriteRow(csv, ranked, metrics, analysis);
        }
    }

    private static void WriteHead(CsvWriter csv, ImmutableArray<string> metrics, ExperimentAnalysis analysis)
    {
        string[] names =
        [
            "rank",
            .. analysis.ConfigurationParameters.Select(parameter => parameter.Name),
            "runs", "completed", "diverged", "failed", "unfinished",
            .. metrics.SelectMany(metric => Statistics.Select(statistic => $"{metric}_{statistic}")),
            .. analysis.Declares(KnownNames.EpochsToTarget)
                ? ["target_reached", "epochs_to_target_median", "epochs_to_target_earliest"]
                : (string[])[],
        ];
        foreach (var name in names)
        {
            csv.Field(name);
        }

        csv.EndRow();
    }

    private static void WriteRow(CsvWriter csv, RankedConfiguration ranked, ImmutableArray<string> metrics, ExperimentAnalysis analysis)
    {
        var configuration = ranked.Configuration;
        csv.Field((long?)ranked.Rank);
        foreach (var parameter in analysis.ConfigurationParameters)
        {
            csv.Field(configuration.Text(parameter));
        }

        csv.Field((long)configuration.Runs.Length);
        csv.Field((long)configuration.Completed.Length);
        csv.Field((long)configuration.Diverged);
        csv.Field((long)configuration.Failed);
        csv.Field((long)configuration.Unfinished);
        foreach (var metric in metrics)
        {
            WriteSummary(csv, configuration.Summary(metric));
        }

        if (analysis.Declares(KnownNames.EpochsToTarget))
        {
            csv.Field((long)configuration.EpochsToTarget.Reached);
            csv.Field(configuration.EpochsToTarget.Median);
            csv.Field((long?)configuration.EpochsToTarget.Earliest);
        }

        csv.EndRow();
    }

    private static void WriteSummary(CsvWriter csv, SampleSummary? summary)
    {
        csv.Field(summary?.Mean);
        csv.Field(summary?.StandardDeviation);
        csv.Field(summary?.MeanInterval?.Low);
        csv.Field(summary?.MeanInterval?.High);
        csv.Field(summary?.Median);
        csv.Field(summary?.Minimum);
        csv.Field(summary?.Maximum);
    }
}
