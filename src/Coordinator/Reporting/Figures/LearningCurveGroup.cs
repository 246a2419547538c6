using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// The settings that share a picture of learning curves: those that agree in learning rate, batch size and everything else that
/// is not the optimiser or its own hyperparameter.
/// </summary>
/// <param name="Axes">What the group agrees in, of the axes that a table shows.</param>
/// <param name="Cells">Its settings in the order of the grid.</param>
public sealed record LearningCurveGroup(ImmutableArray<Hyperparameter> Axes, ImmutableArray<Cell> Cells)
{
    /// <summary>Groups the settings of an experiment, in the order of the grid.</summary>
    public static ImmutableArray<LearningCurveGroup> Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var axes = analysis.SettingAxes
            .Where(axis => axis != Hyperparameters.Optimizer && axis.Optimizer is null)
            .ToImmutableArray();
        return
        [
            .. analysis.Cells
                .GroupBy(cell => string.Join('\n', axes.Select(cell.Text)))
                .Select(cells => new LearningCurveGroup(axes, [.. cells])),
        ];
    }

    /// <summary>The least mean final cost in the group; infinite where no run completed.</summary>
    public double LeastFinalCost => Cells.Min(cell => cell.FinalCost?.Mean ?? double.PositiveInfinity);

    /// <summary>What tells the group from the others: <c>Learning rate = 0.0007</c>, and every other axis that varies.</summary>
    public string Title(ExperimentSpecification specification)
    {
        var varying = Varying(specification).Where(axis => axis != Hyperparameters.LearningRate)
            .Select(axis => $", {Wording.AxisName(axis)} = {Cells[0].Text(axis)}");
        return $"Learning rate = {Cells[0].Text(Hyperparameters.LearningRate)}{string.Concat(varying)}";
    }

    /// <summary>The name of its file: <c>cost-learning_rate-0.0007-batch_size-64</c>.</summary>
    public string FileName =>
        "cost" + string.Concat(Axes.Select(axis => $"-{axis.Name}-{Cells[0].Text(axis)}"));

    /// <summary>What tells a setting from the others of the group: its optimiser, and its own hyperparameters that vary.</summary>
    public static string Label(Cell cell, ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var own = specification.Axes
            .Where(axis => axis.Hyperparameter.Optimizer == cell.Optimizer && axis.Values.Length > 1)
            .Select(axis => $", {axis.Hyperparameter.Name} {cell.Text(axis.Hyperparameter)}");
        return Wording.Of(cell.Optimizer) + string.Concat(own);
    }

    private IEnumerable<Hyperparameter> Varying(ExperimentSpecification specification) =>
        Axes.Where(axis => specification.Axes.Any(other => other.Hyperparameter == axis && other.Values.Length > 1));
}
