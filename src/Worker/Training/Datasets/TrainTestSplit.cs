using NNOptim.Training.Randomness;

namespace NNOptim.Training.Datasets;

/// <summary>Holds out a random part of the examples.</summary>
internal static class TrainTestSplit
{
    /// <summary>
    /// Splits as scikit-learn's <c>train_test_split(test_size=fraction, random_state=seed)</c>. The first ceil(fraction * n) examples of a
    /// permutation are held out, and the rest are for training. Both parts keep the permutation's order. Fraction 0 holds out none and
    /// keeps the original order.
    /// </summary>
    /// <exception cref="DatasetException">One part would have no example.</exception>
    public static TrainingData Apply(Dataset data, double fraction, uint seed)
    {
        if (fraction == 0)
        {
            return new TrainingData(data, null);
        }

        var held = (int)Math.Ceiling(fraction * data.Examples);
        if (!(fraction is > 0 and < 1) || held >= data.Examples)
        {
            throw new DatasetException(
                $"dataset.test_fraction: {fraction} of {data.Examples} examples leaves none to train on; it must be in [0, 1) and leave at least one.");
        }

        var order = new int[data.Examples];
        new RandomState(seed).Permutation(order);
        return new TrainingData(Take(data, order.AsSpan(held)), Take(data, order.AsSpan(0, held)));
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
