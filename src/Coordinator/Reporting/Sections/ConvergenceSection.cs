using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The time to the target of each compared value, and how steadily the cost fell.</summary>
internal static class ConvergenceSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        if (analysis.Declares(KnownNames.EpochsToTarget) && analysis.Trainable.FindParameter(KnownNames.TargetCost) is { } parameter)
        {
            text.Heading(2, "Convergence");
            Convergence(text, analysis, parameter);
        }

        if (analysis.Declares(KnownNames.Overshoot))
        {
            text.Heading(2, "Overshoot");
            text.Paragraph("How the cost rose above its running minimum, over all epochs of completed runs: the largest rise (median and greatest over "
                + $"seeds), how many times the cost left the minimum, and the rises summed over epochs (means), {Which(analysis)}.");
            text.Table(Rises(analysis));
        }
    }

    private static void Convergence(IDocumentText text, ExperimentAnalysis analysis, Parameter parameter)
    {
        if (analysis.Target is not { } target)
        {
            text.Paragraph($"No target cost was set ({parameter.Path}), so epochs to it cannot be compared.");
            return;
        }

        text.Paragraph($"Epochs trained until the epoch cost was at or below the target of {Wording.Number(target)}, the epoch that reached it included, "
            + $"{Which(analysis)}. A run that did not reach it, because it trained all its epochs, diverged or failed before, counts as later than every run that did. "
            + "The restricted mean counts it as all its epochs. In runs.csv and ranking.csv, epochs_to_target is the first such epoch, counted from 0.");
        text.Table(Times(analysis));
        Profile(text, analysis);
    }

    private static ReportTable Times(ExperimentAnalysis analysis)
    {
        var bests = analysis.Shown;
        var hasSteps = bests.Any(best => analysis.StepsPerEpoch(best.Configuration) is not null);
        var hasIntervals = analysis.Confirmation is { Leader: not null };
        var table = Bests(analysis).Number("median");
        if (hasIntervals)
        {
            table.Text("95 % interval");
        }

        table.Number("restricted mean").Number("earliest").Number("reached").Number("configurations tried");
        if (hasSteps)
        {
            table.Number("median in steps");
        }

        foreach (var best in bests)
        {
            var configuration = best.Configuration;
            var times = configuration.EpochsToTarget;
            table.Row(
            [
                configuration.Compared,
                Wording.Values(configuration, analysis.ConfigurationParameters),
                Wording.EpochsToTarget(configuration),
                .. hasIntervals ? [Wording.Interval(times)] : (string[])[],
                Wording.Count(times.RestrictedMean),
                Wording.Count(times.Earliest),
                $"{times.Reached} of {times.Count}",
                Wording.Count(analysis.Compared.FirstOrDefault(other => other.Compared == configuration.Compared)?.Tried),
                .. hasSteps ? [Wording.Count(times.Median * analysis.StepsPerEpoch(configuration))] : (string[])[],
            ]);
        }

        return table;
    }

    private static string Which(ExperimentAnalysis analysis) =>
        analysis.Confirmation is { Leader: not null } ? "on the fresh seeds of the confirmation" : "at the best configurations, on the seeds that chose them";

    private static ReportTable Bests(ExperimentAnalysis analysis) => new ReportTable().Text(analysis.ComparedLabel).Text("best configuration");

    private static void Profile(IDocumentText text, ExperimentAnalysis analysis)
    {
        if (analysis.TimeToTarget is not { } comparison)
        {
            return;
        }

        var (compared, tuned) = (analysis.ComparedLabel, analysis.TunedParameter?.Label ?? "configuration");
        text.Paragraph($"The seeds of the search, tuned for speed: there are {Wording.Counted(comparison.Problems, "problem")}, each a seed with one value of everything that the {compared}s share but the {tuned}. "
            + $"On each, every {compared} runs at the {tuned} whose median time is the least, or if none has one, at the one that reached the target most often. The score is the area under its performance profile up to "
            + $"{Wording.Number(TimeToTarget.GreatestFactor)} times the fastest: 1 for one that is always the fastest (Dolan and Moré 2002; AlgoPerf 2023). The choice and the times use the same seeds, so the scores are no test.");
        var table = new ReportTable().Text(compared).Number("reached").Number("fastest on").Number("score");
        foreach (var times in comparison.Compared)
        {
            table.Row(
            [
                times.Compared,
                $"{times.Solved} of {comparison.Problems}",
                Wording.Count(times.Ratios.Count(ratio => ratio <= 1)),
                times.Score.ToString("F3", CultureInfo.InvariantCulture),
            ]);
        }

        text.Table(table);
    }

    private static ReportTable Rises(ExperimentAnalysis analysis)
    {
        var table = Bests(analysis).Number("largest rise").Number("greatest").Number("rises").Number("area");
        foreach (var (_, configuration) in analysis.Shown)
        {
            var overshoot = configuration.Summary(KnownNames.Overshoot);
            table.Row(
            [
                configuration.Compared,
                Wording.Values(configuration, analysis.ConfigurationParameters),
                Wording.Cost(overshoot?.Median),
                Wording.Cost(overshoot?.Maximum),
                Wording.Number(configuration.Summary(KnownNames.RiseCount)?.Mean),
                Wording.Number(configuration.Summary(KnownNames.RiseArea)?.Mean),
            ]);
        }

        return table;
    }
}
