using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Tables;

/// <summary><c>ranking.csv</c>: one row a setting (its seeds together), from best to worst.</summary>
public static class RankingTable
{
    private static readonly (string Name, Func<Cell, SampleSummary?> Summary)[] Figures =
    [
        ("final_cost", cell => cell.FinalCost), ("best_cost", cell => cell.BestCost),
        ("train_accuracy", cell => cell.TrainAccuracy), ("test_accuracy", cell => cell.TestAccuracy),
        ("overshoot", cell => cell.Overshoot), ("rise_count", cell => cell.RiseCount), ("rise_area", cell => cell.RiseArea),
    ];

    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        using var csv = new CsvWriter(path);
        csv.Field("rank");
        foreach (var axis in analysis.SettingAxes)
        {
            csv.Field(axis.Name);
        }

        foreach (var name in (ReadOnlySpan<string>)["runs", "completed", "diverged", "failed", "unfinished"])
        {
            csv.Field(name);
        }

        foreach (var (name, _) in Figures)
        {
            csv.Field($"{name}_mean");
            csv.Field($"{name}_sd");
            csv.Field($"{name}_low");
            csv.Field($"{name}_high");
            csv.Field($"{name}_median");
            csv.Field($"{name}_min");
            csv.Field($"{name}_max");
        }

        csv.Field("target_reached");
        csv.Field("epochs_to_target_median");
        csv.Field("epochs_to_target_earliest");
        csv.EndRow();
        foreach (var ranked in analysis.Ranking)
        {
            WriteCell(csv, ranked, analysis);
        }
    }

    private static void WriteCell(CsvWriter csv, RankedCell ranked, ExperimentAnalysis analysis)
    {
        var cell = ranked.Cell;
        csv.Field((long?)ranked.Rank);
        foreach (var axis in analysis.SettingAxes)
        {
            csv.Field(cell.Text(axis));
        }

        csv.Field((long)cell.Runs.Length);
        csv.Field((long)cell.Completed.Length);
        csv.Field((long)cell.Diverged);
        csv.Field((long)cell.Failed);
        csv.Field((long)cell.Unfinished);
        foreach (var (_, summary) in Figures)
        {
            WriteSummary(csv, summary(cell));
        }

        csv.Field((long)cell.EpochsToTarget.Reached);
        csv.Field(cell.EpochsToTarget.Median);
        csv.Field((long?)cell.EpochsToTarget.Earliest);
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
