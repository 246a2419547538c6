using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Networks;

namespace NNOptim.Training;

/// <summary>Checks whether a network can be trained on a dataset.</summary>
public static class NetworkFit
{
    /// <summary>
    /// The mismatches between the network and the data, each with the value found and what is allowed. Empty when there are none.
    /// </summary>
    public static IReadOnlyList<string> Errors(NetworkSpecification network, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        var errors = new List<string>();
        if (network.Layers.IsDefault || network.Layers.Length < 2 || network.Layers.Any(width => width < 1))
        {
            errors.Add($"layers: {Widths(network)} needs two widths or more, each at least 1.");
            return errors;
        }

        if (network.ParameterCount > NetworkShape.MostParameters)
        {
            errors.Add($"layers: {Widths(network)} has {network.ParameterCount:N0} parameters; at most {NetworkShape.MostParameters:N0} are allowed.");
        }

        if (network.Layers[0] != data.Features)
        {
            errors.Add($"layers: the input width is {network.Layers[0]}, but the data has {data.Features} features; it must be {data.Features}.");
        }

        if (!(data.LabelScale > 0 && double.IsFinite(data.LabelScale)) || (data.Task == LearningTask.Classification && data.LabelScale != 1))
        {
            errors.Add($"labels: their scale is {data.LabelScale}; it must be a number above 0, and 1 for classes.");
        }

        if (OutputError(network, data) is { } error)
        {
            errors.Add(error);
        }

        return errors;
    }

    private static string? OutputError(NetworkSpecification network, Dataset data)
    {
        if (!Enum.IsDefined(network.Loss))
        {
            return $"loss: {network.Loss} is unknown.";
        }

        var outputs = network.Layers[^1];
        var loss = NetworkChoices.Losses.NameOf(network.Loss);
        switch (network.Loss)
        {
            case LossFunction.BinaryCrossEntropy when data.Task == LearningTask.Classification && data.Classes == 2:
                return outputs == 1 ? null : $"layers: the output width is {outputs}; {loss} needs 1.";
            case LossFunction.BinaryCrossEntropy:
                return $"loss: {loss} needs data of two classes, but the data {Described(data)}.";
            case LossFunction.SoftmaxCrossEntropy when data.Task == LearningTask.Classification:
                return outputs == data.Classes && outputs > 1
                    ? null
                    : $"layers: the output width is {outputs}; {loss} needs one output a class, and the data {Described(data)}.";
            case LossFunction.SoftmaxCrossEntropy:
                return $"loss: {loss} needs classes, but the data {Described(data)}.";
            case LossFunction.MeanSquaredError when data.Task == LearningTask.Regression:
                return outputs == 1 ? null : $"layers: the output width is {outputs}; {loss} on real labels needs 1.";
            case LossFunction.MeanSquaredError:
                return outputs == data.Classes || (outputs == 1 && data.Classes == 2)
                    ? null
                    : $"layers: the output width is {outputs}; {loss} needs one output a class (or 1 for two classes), and the data {Described(data)}.";
            default:
                throw new ArgumentOutOfRangeException(nameof(network), network.Loss, null);
        }
    }

    private static string Described(Dataset data) =>
        data.Task == LearningTask.Regression ? "has real labels" : $"has {data.Classes} classes";

    private static string Widths(NetworkSpecification network) =>
        network.Layers.IsDefault ? "[]" : $"[{string.Join(", ", network.Layers)}]";
}
