using System.Collections.Immutable;
using CsvHelper;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>ranking.csv</c>: one row per configuration of the search, from best to worst, with a summary of the scores of its ended runs, and of
/// each metric of its completed runs. The epochs to the target, which some runs may not have reached, have the median and the minimum. They
/// are the first epoch at the target, from 0, as in <c>runs.csv</c>.
/// </summary>
public static class RankingTable
{
    private static readonly ImmutableArray<string> Statistics = ["mean", "sd", "median", "iqm", "min", "max"];

    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ImmutableArray<string> metrics =
            [.. analysis.Trainable.Metrics.Select(metric => metric.Name).Where(name => name != KnownNames.EpochsToTarget)];
        using var csv = CsvFile.Create(path);
        WriteHead(csv, metrics, analysis);
        foreach (var ranked in analysis.Ranking)
        {
            WriteRow(csv, ranked, metrics, analysis);
        }
    }

    private static void WriteHead(CsvWriter csv, ImmutableArray<string> metrics, ExperimentAnalysis analysis)
    {
        csv.WriteRecord(
        [
            "rank",
            .. analysis.ConfigurationParameters.Select(parameter => parameter.Name),
            "runs", "completed", "diverged", "failed", "unfinished", "learnt_nothing", "unsuccessful",
            .. Statistics.Select(statistic => $"score_{statistic}"),
            .. metrics.SelectMany(metric => Statistics.Select(statistic => $"{metric}_{statistic}")),
            .. analysis.Declares(KnownNames.EpochsToTarget)
                ? ["target_reached", "epochs_to_target_median", "epochs_to_target_earliest"]
                : (string[])[],
        ]);
    }

    private static void WriteRow(CsvWriter csv, RankedConfiguration ranked, ImmutableArray<string> metrics, ExperimentAnalysis analysis)
    {
        var configuration = ranked.Configuration;
        csv.WriteField(ranked.Rank);
        csv.WriteFields([.. analysis.ConfigurationParameters.Select(configuration.Text)]);

        csv.WriteField(configuration.Runs.Length);
        csv.WriteField(configuration.Completed.Length);
        csv.WriteField(configuration.Diverged);
        csv.WriteField(configuration.Failed);
        csv.WriteField(configuration.Unfinished);
        csv.WriteField(configuration.LearntNothing);
        csv.WriteField(configuration.Unsuccessful);
        WriteSummary(csv, configuration.Score);
        foreach (var metric in metrics)
        {
            WriteSummary(csv, configuration.Summary(metric));
        }

        if (analysis.Declares(KnownNames.EpochsToTarget))
        {
            csv.WriteField(configuration.EpochsToTarget.Reached);
            csv.WriteFinite(configuration.EpochsToTarget.Median - 1);
            csv.WriteField(configuration.EpochsToTarget.Earliest - 1);
        }

        csv.EndRecord();
    }

    private static void WriteSummary(CsvWriter csv, SampleSummary? summary)
    {
        csv.WriteFinite(summary?.Mean);
        csv.WriteFinite(summary?.StandardDeviation);
        csv.WriteFinite(summary?.Median);
        csv.WriteFinite(summary?.InterquartileMean);
        csv.WriteFinite(summary?.Minimum);
        csv.WriteFinite(summary?.Maximum);
    }
}
