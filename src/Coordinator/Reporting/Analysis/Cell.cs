using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// One setting of the grid: the runs that differ in nothing but their seed. Summaries are over the completed ones; the
/// others are counted beside them, because a setting that diverges half the time is not as good as its lucky half.
/// </summary>
public sealed record Cell
{
    private Cell(ImmutableArray<RunRecord> runs)
    {
        Runs = runs;
        Completed = [.. runs.Where(run => run.State == RunState.Completed)];
        Diverged = runs.Count(run => run.State == RunState.Diverged);
        Failed = runs.Count(run => run.State == RunState.Failed);
        FinalCost = Summarise(result => result.FinalCost);
        BestCost = Summarise(result => result.BestCost);
        TrainAccuracy = Summarise(result => result.TrainAccuracy);
        TestAccuracy = Summarise(result => result.TestAccuracy);
        Overshoot = Summarise(result => result.Overshoot);
        RiseCount = Summarise(result => result.RiseCount);
        RiseArea = Summarise(result => result.RiseArea);

        // A run that diverged or failed before it reached the target never does, whatever budget it is given: it counts as later than all.
        EpochsToTarget = CensoredTimes.Of(
            [.. runs.Where(run => !IsUnfinished(run)).Select(run => run.State == RunState.Failed ? null : run.Result?.EpochsToTarget)]);
    }

    /// <summary>Its runs by number.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>Those that trained all their epochs.</summary>
    public ImmutableArray<RunRecord> Completed { get; }

    /// <summary>How many diverged.</summary>
    public int Diverged { get; }

    /// <summary>How many failed.</summary>
    public int Failed { get; }

    /// <summary>How many are still to be run or running.</summary>
    public int Unfinished => Runs.Length - Completed.Length - Diverged - Failed;

    /// <summary>How many ended without a trained network.</summary>
    public int Unsuccessful => Diverged + Failed;

    /// <summary>The final cost over seeds.</summary>
    public SampleSummary? FinalCost { get; }

    /// <summary>The least cost over seeds.</summary>
    public SampleSummary? BestCost { get; }

    /// <summary>The accuracy on the training examples over seeds.</summary>
    public SampleSummary? TrainAccuracy { get; }

    /// <summary>The accuracy on the held-out examples over seeds.</summary>
    public SampleSummary? TestAccuracy { get; }

    /// <summary>The largest rise of the cost above its running minimum, over seeds.</summary>
    public SampleSummary? Overshoot { get; }

    /// <summary>How many times the cost left its running minimum, over seeds.</summary>
    public SampleSummary? RiseCount { get; }

    /// <summary>The summed rise of the cost above its running minimum, over seeds.</summary>
    public SampleSummary? RiseArea { get; }

    /// <summary>The epochs to the target cost of all finished runs.</summary>
    public CensoredTimes EpochsToTarget { get; }

    /// <summary>Its optimiser.</summary>
    public OptimizerKind Optimizer => Runs[0].Point.Run.Optimizer.Kind;

    /// <summary>Its learning rate.</summary>
    public double LearningRate => Runs[0].Point.Run.LearningRate;

    /// <summary>The mean learning curve of its completed runs with its interval; null where none completed.</summary>
    public MeanBand? Curve() => MeanBand.Of([.. Completed.Select(run => run.Costs)]);

    /// <summary>The number of its first run, by which cells are told apart.</summary>
    public int Number => Runs[0].Number;

    /// <summary>The text of its value on an axis; empty where the axis does not apply.</summary>
    public string Text(Hyperparameter hyperparameter) => Runs[0].Point.Text(hyperparameter);

    /// <summary>Groups an experiment's runs into cells, in the order of their first runs.</summary>
    public static ImmutableArray<Cell> Of(ExperimentRecord experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var axes = SettingAxes(experiment.Specification);
        var groups = new Dictionary<string, List<RunRecord>>(StringComparer.Ordinal);
        var order = new List<List<RunRecord>>();
        foreach (var run in experiment.Runs.OrderBy(run => run.Number))
        {
            var key = string.Join('\n', axes.Select(run.Point.Text));
            if (!groups.TryGetValue(key, out var members))
            {
                groups.Add(key, members = []);
                order.Add(members);
            }

            members.Add(run);
        }

        return [.. order.Select(members => new Cell([.. members]))];
    }

    /// <summary>The axes that tables show of a cell: those of a run without the seed.</summary>
    public static ImmutableArray<Hyperparameter> SettingAxes(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return [.. specification.ShownAxes.Select(axis => axis.Hyperparameter).Where(axis => axis != Hyperparameters.Seed)];
    }

    private static bool IsUnfinished(RunRecord run) => run.State is RunState.Pending or RunState.Running or RunState.Cancelled;

    private SampleSummary? Summarise(Func<RunResult, double?> figure)
    {
        var values = ImmutableArray.CreateBuilder<double>(Completed.Length);
        foreach (var run in Completed)
        {
            if (run.Result is { } result && figure(result) is { } value && double.IsFinite(value))
            {
                values.Add(value);
            }
        }

        return SampleSummary.Of(values.DrainToImmutable());
    }
}
