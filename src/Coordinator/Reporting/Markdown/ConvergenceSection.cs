using NNOptim.Coordinator.Reporting.Analysis;

namespace NNOptim.Coordinator.Reporting.Markdown;

/// <summary>How fast each optimiser came to the target, and how steadily it went there.</summary>
internal static class ConvergenceSection
{
    public static void Write(MarkdownText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Convergence");
        if (analysis.Experiment.Specification.TargetCost is { } target)
        {
            text.Paragraph($"Epochs until the cost is at or below the target of {Wording.Number(target)}. A run that did not reach it, "
                + "diverged or failed counts as later than every run that did; the median is over all of them.");
            text.Table(Times(analysis));
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

    private static MarkdownTable Times(ExperimentAnalysis analysis)
    {
        var table = new MarkdownTable().Text("optimizer").Text("best setting").Number("median").Number("earliest").Number("reached");
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
            ]);
        }

        return table;
    }

    private static MarkdownTable Rises(ExperimentAnalysis analysis)
    {
        var table = new MarkdownTable().Text("optimizer").Text("best setting").Number("largest rise").Number("greatest")
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
