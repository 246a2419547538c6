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
        var all = new bool[data.Train.Features];
        Array.Fill(all, true);
        return Apply(data, all);
    }

    /// <summary>Applies it to some features; the others keep their values.</summary>
    /// <param name="data">The data.</param>
    /// <param name="chosen">Whether each feature is transformed.</param>
    public static TrainingData Apply(TrainingData data, ReadOnlySpan<bool> chosen)
    {
        if (chosen.Length != data.Train.Features)
        {
            throw new ArgumentException($"There are {data.Train.Features} features and {chosen.Length} choices.", nameof(chosen));
        }

        var means = new double[chosen.Length];
        var scales = new double[chosen.Length];
        for (var feature = 0; feature < chosen.Length; feature++)
        {
            (means[feature], scales[feature]) = chosen[feature] ? Fit(data.Train.Inputs.AsSpan(feature..), chosen.Length) : (0, 1);
        }

        return data with { Train = Transform(data.Train, means, scales), Test = data.Test is null ? null : Transform(data.Test, means, scales) };
    }

    /// <summary>The mean of the labels, and their standard deviation, by the same algorithm; 1 when they are constant.</summary>
    public static (double Mean, double Scale) FitLabels(Dataset train) => Fit(train.Labels.AsSpan(), 1);

    /// <summary>Shifts and scales the labels of a regression, fitted on the training examples.</summary>
    public static TrainingData ApplyToLabels(TrainingData data)
    {
        var (mean, scale) = FitLabels(data.Train);
        return data with { Train = Transform(data.Train), Test = data.Test is null ? null : Transform(data.Test) };

        Dataset Transform(Dataset part) => part with { Labels = [.. part.Labels.Select(label => (label - mean) / scale)], LabelMean = mean, LabelScale = scale };
    }

    private static (double Mean, double Scale) Fit(ReadOnlySpan<double> values, int step)
    {
        var count = 1 + (values.Length - 1) / step;
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += values[i * step];
        }

        var mean = sum / count;

        // The corrected two-pass algorithm (Chan, Golub and LeVeque, 1983), as in scikit-learn.
        var correction = 0.0;
        var squares = 0.0;
        for (var i = 0; i < count; i++)
        {
            var difference = values[i * step] - mean;
            correction += difference;
            squares += difference * difference;
        }

        var variance = (squares - correction * correction / count) / count;
        var rounding = count * mean * Epsilon;
        var constant = variance <= count * Epsilon * variance + rounding * rounding;
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
