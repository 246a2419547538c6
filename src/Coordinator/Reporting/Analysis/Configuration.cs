using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// One configuration of the grid: the runs that differ in nothing but their seed. Summaries are over the completed runs. The others
/// are counted beside them, because a configuration that diverges half the time is not as good as its lucky half.
/// </summary>
public sealed record Configuration
{
    private readonly ImmutableArray<SampleSummary?> summaries;

    private Configuration(ImmutableArray<RunRecord> runs)
    {
        Runs = runs;
        Completed = [.. runs.Where(run => run.State == RunState.Completed)];
        Diverged = runs.Count(run => run.State == RunState.Diverged);
        Failed = runs.Count(run => run.State == RunState.Failed);
        summaries = [.. Trainable.Metrics.Select(metric => Summarize(metric.Name))];

        // A run that diverged or failed before it reached the target never reaches it, whatever its budget: it counts as later than all.
        EpochsToTarget = CensoredTimes.Sort(
        [
            .. runs.Where(run => !IsUnfinished(run))
                .Select(run => run.State == RunState.Failed ? null : (int?)run.Metric(KnownNames.EpochsToTarget)),
        ]);
    }

    /// <summary>Its runs by number.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>The runs that trained all their epochs.</summary>
    public ImmutableArray<RunRecord> Completed { get; }

    /// <summary>How many runs diverged.</summary>
    public int Diverged { get; }

    /// <summary>How many runs failed.</summary>
    public int Failed { get; }

    /// <summary>How many runs have not ended, or were cancelled.</summary>
    public int Unfinished => Runs.Length - Completed.Length - Diverged - Failed;

    /// <summary>How many runs diverged or failed.</summary>
    public int Unsuccessful => Diverged + Failed;

    /// <summary>The objective over seeds; null where no run completed with one.</summary>
    public SampleSummary? Objective => Summary(Trainable.Objective);

    /// <summary>The epochs to the target cost of all runs that ended; none reached it where the trainable declares no such metric.</summary>
    public CensoredTimes EpochsToTarget { get; }

    /// <summary>The cost whose first reaching is reported; null where none is set.</summary>
    public double? Target => RunValues.Target(Runs[0]);

    /// <summary>The text of its value of the compared parameter; the trainable's name where there is none.</summary>
    public string Compared => RunValues.Compared(Runs[0]);

    /// <summary>Its value of the tuned parameter as a number; null where there is none.</summary>
    public double? Tuned => RunValues.Tuned(Runs[0]);

    /// <summary>How many epochs each of its runs may train.</summary>
    public int Budget => Runs[0].Specification.Budget;

    /// <summary>The number of its first run, by which configurations are told apart.</summary>
    public int Number => Runs[0].Number;

    private Trainable Trainable => Runs[0].Trainable;

    /// <summary>A metric over the seeds of completed runs; null where no run has it, or none of that name is declared.</summary>
    public SampleSummary? Summary(string metric) => Trainable.PlaceOf(metric) is var place and >= 0 ? summaries[place] : null;

    /// <summary>The mean learning curve of its completed runs with its interval; null where none completed.</summary>
    public MeanBand? Curve() => MeanBand.Compute([.. Completed.Select(run => run.Costs)]);

    /// <summary>Its value of a parameter; null where the parameter does not apply.</summary>
    public ParameterValue? Value(Parameter parameter) => Runs[0].Specification.Value(parameter);

    /// <summary>The text of its value of a parameter; empty where the parameter does not apply.</summary>
    public string Text(Parameter parameter) => Runs[0].Specification.Text(parameter);

    /// <summary>A text that configurations share if and only if their values of some parameters are equal.</summary>
    public string Key(IEnumerable<Parameter> parameters) => RunValues.Key(Runs[0], parameters);

    /// <summary>Groups runs into configurations, in the order of their first runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="parameters">The parameters that tell configurations apart.</param>
    public static ImmutableArray<Configuration> Group(IEnumerable<RunRecord> runs, IReadOnlyCollection<Parameter> parameters)
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

        return [.. order.Select(members => new Configuration(members.ToImmutable()))];
    }

    private static bool IsUnfinished(RunRecord run) => run.State is RunState.Pending or RunState.Running or RunState.Cancelled;

    private SampleSummary? Summarize(string metric) =>
        SampleSummary.Summarize([.. Completed.Select(run => run.Metric(metric)).OfType<double>().Where(double.IsFinite)]);
}
