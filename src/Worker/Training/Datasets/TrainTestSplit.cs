using NNOptim.Experiments;
using NNOptim.Training.Datasets.Splits;

namespace NNOptim.Training.Datasets;

/// <summary>Holds out a part of the examples.</summary>
internal static class TrainTestSplit
{
    /// <summary>Splits the examples as <see cref="ExampleSplit"/> chooses.</summary>
    /// <param name="data">All examples.</param>
    /// <param name="specification">How to choose.</param>
    /// <param name="groups">The group of each example; null when there are no groups.</param>
    /// <param name="order">The rank of each example in time; null when they are in order.</param>
    /// <exception cref="DatasetException">A part would have no example.</exception>
    public static TrainingData Apply(Dataset data, DatasetSpecification specification, int[]? groups = null, int[]? order = null)
    {
        var parts = ExampleSplit.Choose(specification, data.Labels.AsSpan(), data.Classes, groups, order);
        return parts.Test is []
            ? new TrainingData(data, null) { Notes = parts.Notes }
            : new TrainingData(Take(data, parts.Train), Take(data, parts.Test)) { Notes = parts.Notes };
    }

    private static Dataset Take(Dataset data, ReadOnlySpan<int> examples)
    {
        var inputs = new double[examples.Length * data.Features];
        var labels = new double[examples.Length];
        for (var i = 0; i < examples.Length; i++)
        {
            data.Example(examples[i]).CopyTo(inputs.AsSpan(i * data.Features));
            labels[i] = data.Labels[examples[i]];
        }

        return data with { Inputs = [.. inputs], Labels = [.. labels] };
    }
}
