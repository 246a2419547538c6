using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Numerics;

namespace NNOptim.Training;

/// <summary>What the best prediction that is the same for every example reaches on training examples.</summary>
/// <param name="Cost">The least cost of such a prediction; null when it is not finite.</param>
/// <param name="Accuracy">The fraction of examples of the most frequent class; null for regression.</param>
internal sealed record ConstantPrediction(double? Cost, double? Accuracy)
{
    // Computes once for a dataset, however many groups of runs share it. Forgets it with the dataset.
    private static readonly ConditionalWeakTable<Dataset, ConcurrentDictionary<LossFunction, ConstantPrediction>> known = [];

    /// <summary>The best constant prediction for a loss.</summary>
    /// <param name="data">The training examples; at least one.</param>
    /// <param name="loss">A loss that fits the data.</param>
    public static ConstantPrediction For(Dataset data, LossFunction loss) =>
        known.GetOrCreateValue(data).GetOrAdd(loss, static (loss, data) => Compute(data, loss), data);

    private static ConstantPrediction Compute(Dataset data, LossFunction loss)
    {
        if (data.Task == LearningTask.Regression)
        {
            return Of(data.InOwnUnit(Variance(data.Labels.AsSpan())), null);
        }

        var counts = new int[data.Classes];
        foreach (var label in data.Labels)
        {
            counts[(int)label]++;
        }

        double[] shares = [.. counts.Where(count => count > 0).Select(count => (double)count / data.Examples)];
        return Of(loss == LossFunction.MeanSquaredError ? SquaredError(shares, data.Classes) : Entropy(shares), (double)counts.Max() / data.Examples);
    }

    private static ConstantPrediction Of(double cost, double? accuracy) => new(double.IsFinite(cost) ? cost : null, accuracy);

    // The entropy in nats is the least cross-entropy of a constant prediction (Cover and Thomas, Elements of Information Theory, 2nd ed.,
    // 2006, theorem 2.6.3).
    private static double Entropy(double[] shares)
    {
        var entropy = 0.0;
        foreach (var share in shares)
        {
            entropy -= share * ScalarFunctions.Log(share);
        }

        return entropy;
    }

    // An output per class has the target 1 for the label's class and 0 for the others. The best constant outputs are the class shares. Each
    // has the error share * (1 - share), and the cost is the mean over outputs. A single output for two classes has the same error.
    private static double SquaredError(double[] shares, int classes)
    {
        var error = 0.0;
        foreach (var share in shares)
        {
            error += share * (1 - share);
        }

        return error / classes;
    }

    // The divisor is the number of labels: the variance is the least squared error of a constant.
    private static double Variance(ReadOnlySpan<double> labels)
    {
        var sum = 0.0;
        foreach (var label in labels)
        {
            sum += label;
        }

        var mean = sum / labels.Length;
        var squares = 0.0;
        foreach (var label in labels)
        {
            squares += (label - mean) * (label - mean);
        }

        return squares / labels.Length;
    }
}
