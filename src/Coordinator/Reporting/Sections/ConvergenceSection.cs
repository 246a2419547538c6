using System.Globalization;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>How fast each optimiser came to the target, and how steadily it went there.</summary>
internal static class ConvergenceSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Convergence");
        if (analysis.Experiment.Specification.TargetCost is { } target)
        {
            text.Paragraph($"Epochs until the cost is at or below the target of {Wording.Number(target)}. A run that did not reach it, "
                + "because it trained all its epochs, diverged or failed before, counts as later than every run that did; the median is over all of them.");
            text.Table(Times(analysis));
            Profile(text, analysis);
        }
        else
        {
            text.Paragraph("No target cost was set (training.target_cost), so epochs to it cannot be compared.");
        }

        text.Heading(2, "Overshoot");
        text.Paragraph("How the cost rose above its running minimum, over all epochs of completed runs: the largest rise (mean and greatest over "
            + "seeds), how many times the cost left the minimum, and the rises summed over epochs.");
        text.Table(Rises(analysis));
    }

    private static ReportTable Times(ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Text("optimizer").Text("best setting").Number("median").Number("earliest").Number("reached");
        if (analysis.Facts is not null)
        {
            table.Number("median in steps");
        }

        foreach (var best in analysis.Optimizers.Where(best => best.Best is not null))
        {
            var cell = best.Best!;
            var times = cell.EpochsToTarget;
            table.Row(
            [
                Wording.Of(best.Optimizer),
                Wording.Setting(cell, analysis.SettingAxes),
                Wording.EpochsToTarget(cell),
                Wording.Count(times.Earliest),
                $"{times.Reached} of {times.Count}",
                .. analysis.Facts is not { } facts ? (string[])[] : [Wording.Epochs(times.Median * facts.StepsPerEpoch(cell.Runs[0].Point.Run.BatchSize))],
            ]);
        }

        return table;
    }

    private static void Profile(IDocumentText text, ExperimentAnalysis analysis)
    {
        if (analysis.TimeToTarget is not { } comparison)
        {
            return;
        }

        text.Paragraph($"Tuned for speed: on each of {Wording.Counted(comparison.Problems, "problem")} (a seed with all that the optimisers share but the learning rate) every optimiser runs at the "
            + $"learning rate whose median time is the least. The score is the area under its performance profile up to {Wording.Number(TimeToTarget.GreatestFactor)} times the fastest, 1 "
            + "for one that is always the fastest (Dolan and Moré 2002; AlgoPerf 2023).");
        var table = new ReportTable().Text("optimizer").Number("reached").Number("fastest on").Number("score").Number("slower than the first by");
        foreach (var times in comparison.Optimizers)
        {
            table.Row(
            [
                Wording.Of(times.Optimizer),
                $"{times.Solved} of {comparison.Problems}",
                Wording.Count(times.Ratios.Count(ratio => ratio <= 1)),
                times.Score.ToString("F3", CultureInfo.InvariantCulture),
                times.Speedup is { } speedup ? $"{Wording.Number(speedup)} times (over {times.Shared})" : Wording.Absent,
            ]);
        }

        text.Table(table);
    }

    private static ReportTable Rises(ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Text("optimizer").Text("best setting").Number("largest rise").Number("greatest")
            .Number("rises").Number("area");
        foreach (var best in analysis.Optimizers.Where(best => best.Best is not null))
        {
            var cell = best.Best!;
            table.Row(
            [
                Wording.Of(best.Optimizer),
                Wording.Setting(cell, analysis.SettingAxes),
                Wording.Cost(cell.Overshoot?.Mean),
                Wording.Cost(cell.Overshoot?.Maximum),
                Wording.Number(cell.RiseCount?.Mean),
                Wording.Number(cell.RiseArea?.Mean),
            ]);
        }

        return table;
    }
}
