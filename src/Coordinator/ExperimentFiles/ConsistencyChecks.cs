using System.Globalization;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks what single values cannot show: that network, loss, batches and data fit each other.</summary>
internal sealed class ConsistencyChecks(SpecificationBuilder values, DiagnosticCollector diagnostics)
{
    /// <summary>Checks the network and its loss against the data.</summary>
    public void Network(DatasetSpecification dataset, DatasetShape shape, LossFunction? loss)
    {
        var kind = Choices.DatasetKinds.NameOf(dataset.Kind);
        foreach (var layers in values.Many(Hyperparameters.Layers))
        {
            var widths = ((HyperparameterValue.Layers)layers.Value).Widths;
            var items = ((YamlList)layers.Item!).Items;
            if (widths[0] != shape.Features)
            {
                diagnostics.NotAllowed(items[0], layers.Path, Text(
                    $"the first width is that of the input, and the {kind} data has {Count(shape.Features, "feature")}: give {shape.Features}"));
            }

            if (loss is { } known && Outputs(known, shape) is { } allowed && !allowed.Contains(widths[^1]))
            {
                diagnostics.NotAllowed(items[^1], layers.Path, Text(
                    $"the last width is that of the output, and {Choices.Losses.NameOf(known)} on {Describe(kind, shape)} needs {string.Join(" or ", allowed)}"));
            }
        }

        if (loss is { } given)
        {
            Loss(given, kind, shape);
        }
    }

    /// <summary>Checks the held-out part and the batch sizes against the number of examples.</summary>
    public void Examples(DatasetSpecification dataset, DatasetShape shape)
    {
        var training = shape.Examples - (int)Math.Ceiling(dataset.TestFraction * shape.Examples);
        if (training < 1)
        {
            var fraction = values.One("dataset.test_fraction")!;
            diagnostics.Add(fraction.At, fraction.Path, fraction.Value.ToString(), Text(
                $"{fraction.Value} of {shape.Examples} examples leaves none to train on; give a smaller fraction"));
            return;
        }

        foreach (var size in values.Many(Hyperparameters.BatchSize))
        {
            if (size.Value is HyperparameterValue.Integer batch && batch.Value > training)
            {
                var origin = size.Item is null ? " (the default)" : "";
                diagnostics.Add(size.At, size.Path, size.Value.ToString(), Text(
                    $"{batch.Value}{origin} is not allowed; there are only {training} training examples: give at most that, or full for all of them"));
            }
        }
    }

    /// <summary>Checks the number of runs.</summary>
    public void Runs(ExperimentSpecification specification, SourceLocation grid, bool allowLarge)
    {
        if (specification.Axes.Any(axis => axis.Values.IsEmpty))
        {
            return;
        }

        var runs = CountRuns(specification);
        if (runs is null or > GridLimits.Always)
        {
            diagnostics.Add(grid, "grid", null, Text(
                $"the grid has {(runs is null ? "over 10^18" : Text($"{runs:N0}"))} runs, and no grid may have more than {GridLimits.Always:N0}; shorten its lists"));
        }
        else if (runs > GridLimits.WithoutFlag && !allowLarge)
        {
            diagnostics.Add(grid, "grid", null, Text(
                $"the grid has {runs:N0} runs, more than {GridLimits.WithoutFlag:N0}; shorten its lists, or give {GridLimits.Flag} to run them all"));
        }
    }

    private static long? CountRuns(ExperimentSpecification specification)
    {
        try
        {
            return ExperimentGrid.Count(specification);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private void Loss(LossFunction loss, string kind, DatasetShape shape)
    {
        var needed = (loss, shape.Classes) switch
        {
            (not LossFunction.MeanSquaredError, 0) => "mean_squared_error",
            (LossFunction.BinaryCrossEntropy, > 2) => "softmax_cross_entropy",
            _ => null,
        };

        // An inferred loss that does not fit shows in the widths it was inferred from, where it has been reported.
        if (needed is not null && values.One("network.loss") is { Item: { } item } given)
        {
            diagnostics.NotAllowed(item, given.Path, $"{Describe(kind, shape)} needs {needed}");
        }
    }

    /// <summary>The output widths that a loss can have on data; null when it has none at all, which is reported of the loss.</summary>
    private int[]? Outputs(LossFunction loss, DatasetShape shape) => (loss, shape.Classes) switch
    {
        (LossFunction.MeanSquaredError, 0) => [1],
        (LossFunction.MeanSquaredError, 1 or 2) => [.. new[] { 1, shape.Classes }.Distinct()],
        (LossFunction.MeanSquaredError, _) => [shape.Classes],
        (LossFunction.SoftmaxCrossEntropy, > 0) => [shape.Classes],
        (LossFunction.BinaryCrossEntropy, 1 or 2) => [1],
        (LossFunction.BinaryCrossEntropy, > 2) when values.One("network.loss") is null => [shape.Classes],
        _ => null,
    };

    private static string Describe(string kind, DatasetShape shape) =>
        shape.Classes == 0 ? $"{kind} data of real labels" : $"{kind} data of {Count(shape.Classes, "class", "classes")}";

    private static string Count(int number, string one, string? many = null) =>
        Text($"{number} {(number == 1 ? one : many ?? one + "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
