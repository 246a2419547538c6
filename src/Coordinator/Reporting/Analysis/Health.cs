using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Signs of problems with the runs or with the grid.</summary>
/// <param name="Findings">The problems found, in sentences; empty when there are none.</param>
public sealed record Health(ImmutableArray<string> Findings)
{
    /// <summary>A network has learnt nothing if its best cost is not below the base rate by this fraction.</summary>
    public const double DeadWithin = 0.01;

    /// <summary>Examines an experiment.</summary>
    public static Health Examine(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new Health([.. Unsuccessful(analysis, RunState.Diverged, "diverged"), .. Unsuccessful(analysis, RunState.Failed, "failed"),
            .. analysis.Facts is { } facts ? Dead(analysis, facts) : [], .. Borders(analysis)]);
    }

    /// <summary>
    /// Whether a completed run has learnt nothing: its cost never fell noticeably below that of a constant prediction. When a constant
    /// prediction has no error, there was nothing to learn.
    /// </summary>
    public static bool IsDead(RunRecord run, DatasetFacts facts)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(facts);
        return run.State == RunState.Completed && run.Metric(KnownNames.BestCost) is { } best
            && facts.BaseRateCost > 0 && best >= (1 - DeadWithin) * facts.BaseRateCost;
    }

    private static IEnumerable<string> Unsuccessful(ExperimentAnalysis analysis, RunState state, string verb)
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

    private static IEnumerable<string> Dead(ExperimentAnalysis analysis, DatasetFacts facts)
    {
        foreach (var group in analysis.Runs.GroupBy(RunValues.Compared))
        {
            var dead = group.Where(run => IsDead(run, facts)).ToImmutableArray();
            if (!dead.IsEmpty)
            {
                var falling = dead.Count(IsStillFalling);
                yield return $"{group.Key}: {Wording.Counted(dead.Length, "network")} of {Wording.Count(group.Count())} learnt nothing{Where(dead, analysis)}: the cost never fell "
                    + $"1 % below the base rate, {Wording.Cost(facts.BaseRateCost)}, which is the cost of a constant prediction. "
                    + $"The {analysis.TunedParameter?.Label ?? "step"} is too small or too great, or the hidden units are dead"
                    + (falling == 0 ? "." : $". In {Wording.Counted(falling, "run")} the cost was still falling at the last epoch, so the training may be too short.");
            }
        }
    }

    /// <summary>Whether the cost fell until the end. A cost that oscillates and happens to end low does not count.</summary>
    private static bool IsStillFalling(RunRecord run) =>
        CostTrend.FallOverLastTenth(run) > CostTrend.StillFallingAbove
        && run.Metric(KnownNames.FinalCost) <= (1 + DeadWithin) * run.Metric(KnownNames.BestCost);

    private static IEnumerable<string> Borders(ExperimentAnalysis analysis) => GridBorder.Find(analysis).Select(border =>
        $"{border.Compared}: the best {border.Tuned.Label}, {Wording.Number(border.Value)}, lies on the border of the grid; extend it to {Wording.Number(border.Suggested)}.");

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
