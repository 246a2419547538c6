using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// Judges how runs ended. An outcome has two parts: whether the run was successful, and if so, its value of the objective. A score joins
/// both in one number.
/// </summary>
public sealed class Outcomes
{
    /// <summary>A value no better than that of a constant prediction by this fraction shows no learning.</summary>
    public const double NoBetterWithin = 0.01;

    private readonly ImmutableArray<(int Value, int Baseline, bool IsMaximized, double Faultless)> learning;
    private readonly RunScore score;
    private readonly double? baseline;

    private Outcomes(Trainable trainable, ImmutableArray<RunRecord> runs)
    {
        Objective = Objective.FromTrainable(trainable);
        score = new RunScore(Objective.Metric);
        learning =
        [
            .. trainable.Metrics
                .Where(metric => metric is { Baseline: not null, Examples: ExampleSet.Training, Summary: MetricSummary.None or MetricSummary.Last })
                .Select(metric => (trainable.PlaceOf(metric.Name), trainable.PlaceOf(metric.Baseline!), metric.Goal == MetricGoal.Maximize, Faultless(metric))),
        ];
        baseline = runs.Select(BaselineOf).FirstOrDefault(value => value is not null);
    }

    /// <summary>The metric by which configurations are ranked.</summary>
    public Objective Objective { get; }

    /// <summary>The value of a constant prediction; null when no run reported one.</summary>
    public double? Baseline => baseline;

    /// <summary>The rule for runs of one trainable.</summary>
    public static Outcomes Of(Trainable trainable, ImmutableArray<RunRecord> runs) => new(trainable, runs);

    /// <summary>Whether a run has ended, other than by cancellation.</summary>
    public static bool HasEnded(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State is RunState.Completed or RunState.Diverged or RunState.Failed;
    }

    /// <summary>Whether a run completed with a value of the objective and learnt something.</summary>
    public bool IsSuccessful(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State == RunState.Completed && Objective.ValueOf(run) is not null && !LearntNothing(run);
    }

    /// <summary>
    /// Whether a completed run ended no better than a constant prediction in every respect: in cost, and where classes are predicted, in
    /// accuracy. False when nothing is known of a constant prediction, or when it makes no error.
    /// </summary>
    public bool LearntNothing(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.State != RunState.Completed || run.Result is not { Metrics: var metrics })
        {
            return false;
        }

        var judged = 0;
        foreach (var (value, constant, isMaximized, faultless) in learning)
        {
            if (metrics[value] is not { } own || metrics[constant] is not { } known || (isMaximized ? known >= faultless : known <= faultless))
            {
                continue;
            }

            if (isMaximized ? own > known : own < (1 - NoBetterWithin) * known)
            {
                return false;
            }

            judged++;
        }

        return judged > 0;
    }

    /// <summary>The score of an ended run; null when it has not ended, or has no value and no constant prediction is known.</summary>
    public double? Score(RunRecord run) =>
        HasEnded(run) ? score.Of(run.State == RunState.Completed ? Objective.ValueOf(run) : null, BaselineOf(run) ?? baseline) : null;

    /// <summary>Whether a run that learnt nothing also ended within 1 % of the cost of its initial parameters: it never left its start.</summary>
    public bool IsAtStart(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return LearntNothing(run) && run.Metric(KnownNames.InitialCost) is { } initial && run.Metric(KnownNames.FinalCost) is { } final
            && Math.Abs(final - initial) <= NoBetterWithin * initial;
    }

    /// <summary>Whether a completed run's value is worse than that of a constant prediction, so that its score is the latter.</summary>
    public bool IsLimited(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State == RunState.Completed && Objective.ValueOf(run) is { } value && Score(run) is { } limited && limited != value;
    }

    /// <summary>The value of a prediction without an error; positive infinity when there is no such value.</summary>
    private static double Faultless(Metric metric) =>
        metric.Goal != MetricGoal.Maximize ? 0 : metric.Format == MetricFormat.Percent ? 1 : double.PositiveInfinity;

    private double? BaselineOf(RunRecord run) => Objective.Metric.Baseline is { } name ? run.Metric(name) : null;
}
