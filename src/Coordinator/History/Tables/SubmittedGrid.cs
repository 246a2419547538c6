using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.History.Tables;

/// <summary>The cells and runs of an experiment as it is submitted, whose rows can be made a slice at a time. Made before the transaction, as it takes time.</summary>
internal sealed class SubmittedGrid
{
    private static readonly Statement InsertCell = Statement.Insert(
        "cells",
        "experiment_id", "cell", "optimizer", "learning_rate", "batch_size", "epochs", "layers", "hidden_activation", "initializer",
        "momentum_beta", "adam_beta1", "adam_beta2", "adam_epsilon", "adam_second_moment_correction");

    private static readonly Statement InsertRun = Statement.Insert("runs", "experiment_id", "run", "cell", "seed", "state", "attempts");

    private readonly string id;
    private readonly ImmutableArray<GridPoint> points;
    private readonly int[] cells;

    public SubmittedGrid(string id, ExperimentSpecification specification)
    {
        this.id = id;
        points = ExperimentGrid.Expand(specification);
        cells = new int[points.Length];
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < points.Length; i++)
        {
            var key = string.Join('\n', Hyperparameters.InOrder.Where(axis => axis != Hyperparameters.Seed).Select(points[i].Text));
            if (!first.TryGetValue(key, out cells[i]))
            {
                first.Add(key, cells[i] = points[i].Run.Number);
            }
        }
    }

    /// <summary>The number of runs.</summary>
    public int Count => points.Length;

    /// <summary>Makes the rows of the runs after the first <paramref name="from"/>, up to the one numbered <paramref name="to"/>, and of the cells that begin with them.</summary>
    public void Write(HistoryWriter writer, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var run = points[i].Run;
            if (cells[i] == run.Number)
            {
                AddCell(writer, points[i]);
            }

            writer.Execute(InsertRun, id, run.Number, cells[i], (long)run.Seed, "pending", 0);
        }
    }

    private void AddCell(HistoryWriter writer, GridPoint point)
    {
        var run = point.Run;
        var optimizer = run.Optimizer;
        var isMomentum = optimizer.Kind == OptimizerKind.Momentum;
        var isAdam = optimizer.Kind == OptimizerKind.Adam;
        writer.Execute(
            InsertCell,
            id, run.Number, Choices.Optimizers.NameOf(optimizer.Kind), run.LearningRate, run.BatchSize, run.Epochs,
            point.Text(Hyperparameters.Layers), point.Text(Hyperparameters.HiddenActivation), point.Text(Hyperparameters.Initializer),
            isMomentum ? optimizer.Beta : null, isAdam ? optimizer.Beta1 : null, isAdam ? optimizer.Beta2 : null,
            isAdam ? optimizer.Epsilon : null, isAdam ? Choices.SecondMomentCorrections.NameOf(optimizer.SecondMomentCorrection) : null);
    }
}
