namespace NNOptim.Training.Datasets;

/// <summary>Shifts and scales each feature to mean 0 and standard deviation 1.</summary>
internal static class Standardizer
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>
    /// Applies scikit-learn's <c>StandardScaler</c>, fitted on the training examples: (x - mean) / sqrt(variance), with divisor n. A
    /// constant feature is only shifted.
    /// </summary>
    public static TrainingData Apply(TrainingData data)
    {
        var features = data.Train.Features;
        var means = new double[features];
        var scales = new double[features];
        for (var feature = 0; feature < features; feature++)
        {
            (means[feature], scales[feature]) = Fit(data.Train, feature);
        }

        return new TrainingData(
            Transform(data.Train, means, scales), data.Test is null ? null : Transform(data.Test, means, scales));
    }

    private static (double Mean, double Scale) Fit(Dataset data, int feature)
    {
        var sum = 0.0;
        for (var example = 0; example < data.Examples; example++)
        {
            sum += data.Example(example)[feature];
        }

        var mean = sum / data.Examples;

        // The corrected two-pass algorithm (Chan, Golub and LeVeque, 1983), as in scikit-learn.
        var correction = 0.0;
        var squares = 0.0;
        for (var example = 0; example < data.Examples; example++)
        {
            var difference = data.Example(example)[feature] - mean;
            correction += difference;
            squares += difference * difference;
        }

        var variance = (squares - correction * correction / data.Examples) / data.Examples;
        var rounding = data.Examples * mean * Epsilon;
        var constant = variance <= data.Examples * Epsilon * variance + rounding * rounding;
        return (mean, constant ? 1 : Math.Sqrt(variance));
    }

    private static Dataset Transform(Dataset data, double[] means, double[] scales)
    {
        var inputs = new double[data.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (data.Inputs[i] - means[i % means.Length]) / scales[i % means.Length];
        }

        return data with { Inputs = [.. inputs] };
    }
}
