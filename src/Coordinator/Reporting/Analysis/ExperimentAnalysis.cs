using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>What a report says of an experiment, worked out once for every form it is written in.</summary>
public sealed record ExperimentAnalysis
{
    private ExperimentAnalysis(ExperimentRecord experiment, DatasetFacts? facts)
    {
        Experiment = experiment;
        Facts = facts;
        Runs = experiment.Runs.Sort(static (first, second) => first.Number.CompareTo(second.Number));
        ShownAxes = [.. experiment.Specification.ShownAxes.Select(axis => axis.Hyperparameter)];
        SettingAxes = Cell.SettingAxes(experiment.Specification);
        Cells = Cell.Of(experiment);
        Ranking = Analysis.Ranking.Of(Cells);
        Optimizers = BestOfEach(Ranking);
        Importance = Analysis.Importance.Of(this);
        Sensitivity = Analysis.Sensitivity.Of(this);
        TimeToTarget = Analysis.TimeToTarget.Of(this);
    }

    /// <summary>The experiment.</summary>
    public ExperimentRecord Experiment { get; }

    /// <summary>What is known of the training examples; without it steps are not counted and dead networks not looked for.</summary>
    public DatasetFacts? Facts { get; }

    /// <summary>Its runs by number.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>The axes that tables show of a run.</summary>
    public ImmutableArray<Hyperparameter> ShownAxes { get; }

    /// <summary>The axes that tables show of a setting: the same without the seed.</summary>
    public ImmutableArray<Hyperparameter> SettingAxes { get; }

    /// <summary>Its settings in the order of the grid.</summary>
    public ImmutableArray<Cell> Cells { get; }

    /// <summary>Its settings from best to worst.</summary>
    public ImmutableArray<RankedCell> Ranking { get; }

    /// <summary>Each optimiser at its best setting, from best to worst.</summary>
    public ImmutableArray<OptimizerBest> Optimizers { get; }

    /// <summary>Which hyperparameter matters: the whole grid, then each optimiser's part.</summary>
    public ImmutableArray<Importance> Importance { get; }

    /// <summary>How each optimiser depends on its learning rate.</summary>
    public ImmutableArray<Sensitivity> Sensitivity { get; }

    /// <summary>The optimisers by their time to the target; null where they cannot be compared by it.</summary>
    public TimeToTarget? TimeToTarget { get; }

    /// <summary>The best setting of all; null where no run completed.</summary>
    public Cell? Winner => Optimizers.IsEmpty ? null : Optimizers[0].Best;

    /// <summary>The axis of a hyperparameter that takes more than one value; null where it takes one.</summary>
    public GridAxis? Varying(Hyperparameter hyperparameter) =>
        Experiment.Specification.Axes.FirstOrDefault(axis => axis.Hyperparameter == hyperparameter && axis.Values.Length > 1);

    /// <summary>The number of runs in a state.</summary>
    public int Count(RunState state) => Runs.Count(run => run.State == state);

    /// <summary>Analyses an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="facts">What is known of the training examples.</param>
    public static ExperimentAnalysis Of(ExperimentRecord experiment, DatasetFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return new ExperimentAnalysis(experiment, facts);
    }

    private static ImmutableArray<OptimizerBest> BestOfEach(ImmutableArray<RankedCell> ranking)
    {
        var bests = new List<(OptimizerKind Optimizer, Cell? Best)>();
        foreach (var ranked in ranking)
        {
            if (!bests.Exists(best => best.Optimizer == ranked.Cell.Optimizer))
            {
                bests.Add((ranked.Cell.Optimizer, ranked.Rank is null ? null : ranked.Cell));
            }
        }

        var comparisons = bests
            .Select((best, i) => i > 0 && best.Best is { } cell && bests[0].Best is { } winner
                ? CellComparison.OfFinalCosts(cell, winner)
                : null)
            .ToImmutableArray();
        var adjusted = Holm.Adjust([.. comparisons.OfType<MeanComparison>().Select(comparison => comparison.PValue)]);
        var next = 0;
        return
        [
            .. bests.Select((best, i) => new OptimizerBest(
                best.Optimizer, best.Best, comparisons[i], comparisons[i] is null ? null : adjusted[next++])),
        ];
    }
}
