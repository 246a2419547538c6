using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Signs of problems with the runs or with the grid.</summary>
/// <param name="Findings">The problems found, in sentences; empty when there are none.</param>
public sealed record Health(ImmutableArray<string> Findings)
{
    /// <summary>Examines an experiment.</summary>
    public static Health Examine(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new Health([.. Lost(analysis, RunState.Diverged, "diverged"), .. Lost(analysis, RunState.Failed, "failed"), .. NothingLearnt(analysis), .. Borders(analysis)]);
    }

    private static IEnumerable<string> Lost(ExperimentAnalysis analysis, RunState state, string verb)
    {
        foreach (var group in analysis.Runs.GroupBy(RunValues.Compared))
        {
            var lost = group.Where(run => run.State == state).ToImmutableArray();
            if (!lost.IsEmpty)
            {
                yield return $"{group.Key}: {Wording.Count(lost.Length)} of {Wording.Counted(group.Count(), "run")} {verb}{Where(lost, analysis)}.";
            }
        }
    }

    private static IEnumerable<string> NothingLearnt(ExperimentAnalysis analysis)
    {
        foreach (var group in analysis.Runs.GroupBy(RunValues.Compared))
        {
            var nothing = group.Where(analysis.Outcomes.LearntNothing).ToImmutableArray();
            if (nothing.IsEmpty)
            {
                continue;
            }

            var falling = nothing.Count(run => CostTrend.Of(run) == Trend.Falling);
            var constant = analysis.Outcomes.Baseline is { } baseline ? $" ({analysis.Objective.Text(baseline)})" : "";
            var starting = nothing.Count(analysis.Outcomes.IsAtStart);
            yield return $"{group.Key}: {Wording.Counted(nothing.Length, "run")} of {Wording.Count(group.Count())} ended no better than a constant prediction{constant}{Where(nothing, analysis)}. "
                + (starting > 0 ? $"{Wording.Count(starting)} of them ended within 1 % of the initial cost. " : "")
                + (falling == nothing.Length ? $"{(nothing.Length == 1 ? "It was" : "All were")} still falling at the last epoch, so the training may be too short."
                    : falling == 0 ? $"{(nothing.Length == 1 ? "It" : "They")} had settled: the step is too small or too great, or hidden units are dead or saturated."
                    : $"{Wording.Count(falling)} of them {(falling == 1 ? "was" : "were")} still falling at the last epoch; the others had settled.");
        }
    }

    private static IEnumerable<string> Borders(ExperimentAnalysis analysis) => GridBorder.Find(analysis).Select(border =>
        $"{border.Compared}: the best {border.Parameter.Label}, {Wording.Number(border.Value)}, lies on the border of the grid; extend it to {Wording.Number(border.Suggested)}.");

    /// <summary>The tuned values of some runs, after a comma; empty when no parameter is tuned.</summary>
    private static string Where(ImmutableArray<RunRecord> runs, ExperimentAnalysis analysis)
    {
        if (analysis.TunedParameter is not { } tuned)
        {
            return "";
        }

        var values = runs.GroupBy(run => run.Specification.Text(tuned)).OrderBy(group => RunValues.Tuned(group.First()))
            .Select(group => $"{group.Key} ({Wording.Count(group.Count())})");
        return $", at {tuned.Label} {Wording.List([.. values])}";
    }
}
