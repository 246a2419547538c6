using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets;

/// <summary>Examples with their labels. It is immutable, so all runs on it share one instance.</summary>
public sealed record Dataset
{
    /// <summary>The inputs, row-major [example, feature]; <see cref="Examples"/> * <see cref="Features"/> finite numbers.</summary>
    public required ImmutableArray<double> Inputs { get; init; }

    /// <summary>The label of each example: a class number 0, 1, ... below <see cref="Classes"/>, or any finite number for regression.</summary>
    public required ImmutableArray<double> Labels { get; init; }

    /// <summary>
    /// Regression: the mean that was subtracted from the labels before they were divided by <see cref="LabelScale"/>; 0 when they were not
    /// changed.
    /// </summary>
    public double LabelMean { get; init; }

    /// <summary>Regression: a label is (y - <see cref="LabelMean"/>) / this, where y is in the label's own unit; above 0, and 1 when it was not changed.</summary>
    public double LabelScale { get; init; } = 1;

    /// <summary>The names of the features in order; at least one.</summary>
    public required ImmutableArray<string> FeatureNames { get; init; }

    /// <summary>The kind of the labels.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The number of classes in training and test examples together; 0 for regression.</summary>
    public required int Classes { get; init; }

    /// <summary>The number of examples.</summary>
    public int Examples => Labels.Length;

    /// <summary>The number of features of an example.</summary>
    public int Features => FeatureNames.Length;

    /// <summary>The memory of inputs and labels, in bytes.</summary>
    public long Bytes => sizeof(double) * ((long)Inputs.Length + Labels.Length);

    /// <summary>A squared error on these labels, in the square of the label's own unit. Without scaling, every bit stays as it is.</summary>
    public double InOwnUnit(double squaredError) => LabelScale == 1 ? squaredError : squaredError * LabelScale * LabelScale;

    /// <summary>The inputs of one example.</summary>
    public ReadOnlySpan<double> Example(int index) => Inputs.AsSpan(index * Features, Features);
}
