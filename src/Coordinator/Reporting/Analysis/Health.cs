using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Signs that runs, or the grid, are not in order.</summary>
/// <param name="Findings">What was found, in sentences; empty where all is well.</param>
public sealed record Health(ImmutableArray<string> Findings)
{
    /// <summary>A network whose best cost is not this fraction below the base rate has learnt nothing.</summary>
    public const double DeadWithin = 0.01;

    /// <summary>Examines an experiment.</summary>
    public static Health Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new Health([.. Unsuccessful(analysis, RunState.Diverged, "diverged"), .. Unsuccessful(analysis, RunState.Failed, "failed"),
            .. analysis.Facts is { } facts ? Dead(analysis, facts) : [], .. Borders(analysis)]);
    }

    /// <summary>
    /// Whether a completed run has learnt nothing: its cost never fell noticeably below that of a constant prediction. Where a constant
    /// prediction is never wrong, there was nothing to learn.
    /// </summary>
    public static bool IsDead(RunRecord run, DatasetFacts facts)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(facts);
        return run is { State: RunState.Completed, Result.BestCost: { } best }
            && facts.BaseRateCost > 0 && best >= (1 - DeadWithin) * facts.BaseRateCost;
    }

    private static IEnumerable<string> Unsuccessful(ExperimentAnalysis analysis, RunState state, string verb)
    {
        foreach (var group in analysis.Runs.GroupBy(run => run.Point.Run.Optimizer.Kind))
        {
            var lost = group.Where(run => run.State == state).ToImmutableArray();
            if (!lost.IsEmpty)
            {
                yield return $"{Wording.Of(group.Key)}: {Wording.Count(lost.Length)} of {Wording.Counted(group.Count(), "run")} {verb}, {Where(lost)}.";
            }
        }
    }

    private static IEnumerable<string> Dead(ExperimentAnalysis analysis, DatasetFacts facts)
    {
        foreach (var group in analysis.Runs.GroupBy(run => run.Point.Run.Optimizer.Kind))
        {
            var dead = group.Where(run => IsDead(run, facts)).ToImmutableArray();
            if (!dead.IsEmpty)
            {
                var falling = dead.Count(IsStillFalling);
                yield return $"{Wording.Of(group.Key)}: {Wording.Counted(dead.Length, "network")} of {Wording.Count(group.Count())} learnt nothing, {Where(dead)}: the cost never fell "
                    + $"1 % below the base rate, {Wording.Cost(facts.BaseRateCost)}, which a constant prediction has. The learning rate is too small or too great, or the hidden units are dead"
                    + (falling == 0 ? "." : $"; of {Wording.Count(falling)} the cost was still falling at the last epoch, so that the training may be too short.");
            }
        }
    }

    /// <summary>Whether the cost fell to the end; one that jumps up and down and is down at the end did not.</summary>
    private static bool IsStillFalling(RunRecord run) =>
        CostTrend.FallOverLastTenth(run) > CostTrend.StillFallingAbove && run.Result!.FinalCost <= (1 + DeadWithin) * run.Result.BestCost;

    private static IEnumerable<string> Borders(ExperimentAnalysis analysis) => GridBorder.LearningRates(analysis).Select(border =>
        $"{Wording.Of(border.Optimizer)}: the best learning rate, {Wording.Number(border.LearningRate)}, lies on the border of the grid; extend it to {Wording.Number(border.Suggested)}.");

    private static string Where(ImmutableArray<RunRecord> runs) => "at learning rate " + Wording.List(
    [
        .. runs.GroupBy(run => run.Point.Run.LearningRate).OrderBy(group => group.Key)
            .Select(group => $"{group.First().Point.Text(Hyperparameters.LearningRate)} ({Wording.Count(group.Count())})"),
    ]);
}
