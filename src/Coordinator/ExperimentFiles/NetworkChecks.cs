using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks across the values of a network: layers, loss, batches and data must fit each other.</summary>
internal sealed class NetworkChecks(SpecificationBuilder values, DiagnosticCollector diagnostics)
{
    private const string LossPath = "network.loss";

    /// <summary>
    /// The given or inferred loss; null when it is not allowed or cannot be inferred. Output widths that are numbers decide; when all are
    /// automatic, the number of classes does.
    /// </summary>
    public LossFunction? LossOf(DatasetSpecification? dataset, DatasetShape? shape)
    {
        if (values.One(LossPath)?.Value.ToString() is { } given)
        {
            return NetworkChoices.Losses.Parse(given);
        }

        if (values.HasFailed(LossPath) || dataset is null)
        {
            return null;
        }

        if (dataset.Task == LearningTask.Regression)
        {
            return LossFunction.MeanSquaredError;
        }

        var outputs = values.Many(NetworkParameters.Layers).Select(value => ((ParameterValue.Layers)value.Value).Widths[^1]).ToList();
        var numbers = outputs.Where(width => width != LayersType.Automatic).ToList();
        return (outputs.Count, numbers.Count, shape) switch
        {
            (0, _, _) or (_, 0, null) => null,
            (_, 0, { Classes: > 2 }) => LossFunction.SoftmaxCrossEntropy,
            (_, 0, _) => LossFunction.BinaryCrossEntropy,
            _ => numbers.TrueForAll(width => width == 1) ? LossFunction.BinaryCrossEntropy : LossFunction.SoftmaxCrossEntropy,
        };
    }

    /// <summary>Replaces automatic widths by those that the data and the loss need.</summary>
    public void Widths(DatasetShape shape, LossFunction? loss) =>
        new AutomaticWidths(values, diagnostics).Resolve(shape.Features, loss is { } known ? Outputs(known, shape)?[0] : null);

    /// <summary>Checks the network and its loss against the data.</summary>
    public void Network(DatasetSpecification dataset, DatasetShape shape, LossFunction? loss)
    {
        var kind = Choices.DatasetKinds.NameOf(dataset.Kind);
        foreach (var layers in values.Many(NetworkParameters.Layers))
        {
            var widths = ((ParameterValue.Layers)layers.Value).Widths;
            var items = ((YamlList)layers.Item!).Items;
            if (widths[0] != shape.Features)
            {
                diagnostics.NotAllowed(items[0], layers.Path, Text(
                    $"the first width is that of the input, and the {kind} data has {Count(shape.Features, "feature")}: give {shape.Features}"));
            }

            if (loss is { } known && Outputs(known, shape) is { } allowed && !allowed.Contains(widths[^1]))
            {
                diagnostics.NotAllowed(items[^1], layers.Path, Text(
                    $"the last width is that of the output, and {NetworkChoices.Losses.NameOf(known)} on {Describe(kind, shape)} needs {string.Join(" or ", allowed)}"));
            }
        }

        if (loss is { } given)
        {
            Loss(given, kind, shape);
        }
    }

    /// <summary>Checks the batch sizes against the smallest number of training examples of a run. A default above it becomes that number.</summary>
    public void Batches(int training)
    {
        foreach (var size in values.Many(NetworkParameters.BatchSize).Where(size => size.Value is ParameterValue.Integer batch && batch.Value > training))
        {
            if (size.Item is null)
            {
                values.Replace(NetworkParameters.BatchSize, [size with { Value = new ParameterValue.Integer(training) }]);
                diagnostics.Tell(size.At, size.Path, Text(
                    $"the default of {size.Value} is above the {Count(training, "training example")}, so it is {training}"));
            }
            else
            {
                diagnostics.Add(size.At, size.Path, size.Value.ToString(), Text(
                    $"{size.Value} is not allowed; there are only {training} training examples: give at most that number, or full for all of them"));
            }
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

        // An inferred loss that does not fit was already reported for the widths that it was inferred from.
        if (needed is not null && values.One(LossPath) is { Item: { } item } given)
        {
            diagnostics.NotAllowed(item, given.Path, $"{Describe(kind, shape)} needs {needed}");
        }
    }

    /// <summary>The output widths that a loss can have on the data; null when it allows none, which is reported for the loss.</summary>
    private int[]? Outputs(LossFunction loss, DatasetShape shape) => (loss, shape.Classes) switch
    {
        (LossFunction.MeanSquaredError, 0) => [1],
        (LossFunction.MeanSquaredError, 1 or 2) => [.. new[] { 1, shape.Classes }.Distinct()],
        (LossFunction.MeanSquaredError, _) => [shape.Classes],
        (LossFunction.SoftmaxCrossEntropy, > 0) => [shape.Classes],
        (LossFunction.BinaryCrossEntropy, 1 or 2) => [1],
        (LossFunction.BinaryCrossEntropy, > 2) when values.One(LossPath) is null => [shape.Classes],
        _ => null,
    };

    private static string Describe(string kind, DatasetShape shape) =>
        shape.Classes == 0 ? $"{kind} data of real labels" : $"{kind} data of {Count(shape.Classes, "class", "classes")}";

    private static string Count(int number, string one, string? many = null) =>
        Text($"{number} {(number == 1 ? one : many ?? one + "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
