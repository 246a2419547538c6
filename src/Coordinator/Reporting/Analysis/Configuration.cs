using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// One configuration: the runs that differ only in their seed and their split. The summary of scores covers all ended runs. The summaries of metrics cover
/// the completed runs only.
/// </summary>
public sealed record Configuration
{
    private readonly ImmutableArray<SampleSummary?> summaries;

    private Configuration(ImmutableArray<RunRecord> runs, Outcomes outcomes, bool isConfirmed)
    {
        Runs = runs;
        Replicates = Replicate.Of(runs);
        Completed = [.. runs.Where(run => run.State == RunState.Completed)];
        Diverged = runs.Count(run => run.State == RunState.Diverged);
        Failed = runs.Count(run => run.State == RunState.Failed);
        ImmutableArray<double> scores =
            [.. (isConfirmed ? Replicates.Select(replicate => replicate.Score(outcomes)) : runs.Select(outcomes.Score)).OfType<double>()];
        Standing = ConfigurationStanding.Of(runs[0].Number, runs.Where(Outcomes.HasEnded).Select(run => (run.State, outcomes.Score(run))));
        Score = Standing.MeanScore is null ? null : SampleSummary.Summarize(scores);
        LearntNothing = runs.Count(outcomes.LearntNothing);
        Unsuccessful = Ended - runs.Count(outcomes.IsSuccessful);
        summaries = [.. Trainable.Metrics.Select(metric => Summarize(metric.Name))];

        EpochsToTarget = TargetTimes.Of(runs);
    }

    /// <summary>The runs, ordered by number.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>The runs of each seed.</summary>
    public ImmutableArray<Replicate> Replicates { get; }

    /// <summary>The runs that trained all their epochs.</summary>
    public ImmutableArray<RunRecord> Completed { get; }

    /// <summary>The number of diverged runs.</summary>
    public int Diverged { get; }

    /// <summary>The number of failed runs.</summary>
    public int Failed { get; }

    /// <summary>The number of runs that have not ended or were cancelled.</summary>
    public int Unfinished => Runs.Length - Completed.Length - Diverged - Failed;

    /// <summary>The number of runs that completed, diverged or failed.</summary>
    public int Ended => Completed.Length + Diverged + Failed;

    /// <summary>The number of runs that diverged or failed.</summary>
    public int Lost => Diverged + Failed;

    /// <summary>The number of runs that completed but ended no better than a constant prediction.</summary>
    public int LearntNothing { get; }

    /// <summary>The number of runs that diverged, failed, have no value of the objective, or learnt nothing.</summary>
    public int Unsuccessful { get; }

    /// <summary>
    /// The scores of the ended runs; in a confirmation, those of the seeds whose runs have all ended. Null when no completed run has a score.
    /// </summary>
    public SampleSummary? Score { get; }

    /// <summary>What orders the configuration among others.</summary>
    public ConfigurationStanding Standing { get; }

    /// <summary>The number of ended runs without a score.</summary>
    public int Unscored => Standing.Unscored;

    /// <summary>
    /// The epochs that the ended runs trained to the target cost. No run reaches it when the trainable does not declare this metric.
    /// </summary>
    public TargetTimes EpochsToTarget { get; }

    /// <summary>The target cost; null when none is set.</summary>
    public double? Target => RunValues.Target(Runs[0]);

    /// <summary>The text of the compared parameter's value; the trainable's name when there is no such value.</summary>
    public string Compared => RunValues.Compared(Runs[0]);

    /// <summary>The tuned parameter's value as a number; null when there is none.</summary>
    public double? Tuned => RunValues.Tuned(Runs[0]);

    /// <summary>The number of epochs that each run may train.</summary>
    public int Budget => Runs[0].Specification.Budget;

    /// <summary>The number of the first run, which identifies the configuration.</summary>
    public int Number => Runs[0].Number;

    private Trainable Trainable => Runs[0].Trainable;

    /// <summary>A metric over the seeds of completed runs; null when no run has a value, or the metric is not declared.</summary>
    public SampleSummary? Summary(string metric) => Trainable.PlaceOf(metric) is var place and >= 0 ? summaries[place] : null;

    /// <summary>The median learning curve of the completed runs with its quartiles; null when none completed.</summary>
    public CurveBand? Curve() => CurveBand.Compute([.. Completed.Select(run => run.Costs)]);

    /// <summary>The value of a parameter; null when the parameter does not apply.</summary>
    public ParameterValue? Value(Parameter parameter) => Runs[0].Specification.Value(parameter);

    /// <summary>The text of a parameter's value; empty when the parameter does not apply.</summary>
    public string Text(Parameter parameter) => Runs[0].Specification.Text(parameter);

    /// <summary>A text that is equal for two configurations exactly when their values of these parameters are equal.</summary>
    public string Key(IEnumerable<Parameter> parameters) => RunValues.Key(Runs[0], parameters);

    /// <summary>Groups runs into configurations, in the order of their first runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="parameters">The parameters that distinguish configurations.</param>
    /// <param name="outcomes">The judge of how runs ended.</param>
    /// <param name="areConfirmed">Whether the runs are those of a confirmation, whose observations are seeds.</param>
    public static ImmutableArray<Configuration> Group(
        IEnumerable<RunRecord> runs, IReadOnlyCollection<Parameter> parameters, Outcomes outcomes, bool areConfirmed = false)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var groups = new Dictionary<string, ImmutableArray<RunRecord>.Builder>(StringComparer.Ordinal);
        var order = new List<ImmutableArray<RunRecord>.Builder>();
        foreach (var run in runs.OrderBy(run => run.Number))
        {
            var key = RunValues.Key(run, parameters);
            if (!groups.TryGetValue(key, out var members))
            {
                groups.Add(key, members = ImmutableArray.CreateBuilder<RunRecord>());
                order.Add(members);
            }

            members.Add(run);
        }

        return [.. order.Select(members => new Configuration(members.ToImmutable(), outcomes, areConfirmed))];
    }

    private SampleSummary? Summarize(string metric) =>
        SampleSummary.Summarize([.. Completed.Select(run => run.Metric(metric)).OfType<double>().Where(double.IsFinite)]);
}
