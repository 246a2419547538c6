using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>The activation function of the hidden units.</summary>
public enum HiddenActivation
{
    /// <summary>max(z, 0), with derivative 0 at 0.</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-z)).</summary>
    Sigmoid,
}

/// <summary>The distribution of the initial weights. Biases start at zero. <c>randn</c> is numpy's legacy standard normal.</summary>
public enum WeightInitializer
{
    /// <summary>randn * sqrt(2 / fan_in) (He et al., 2015, arXiv:1502.01852).</summary>
    He,

    /// <summary>randn * sqrt(2 / (fan_in + fan_out)) (Glorot and Bengio, 2010).</summary>
    Xavier,

    /// <summary>randn * 0.01.</summary>
    Normal,
}

/// <summary>The output layer's activation and its cost.</summary>
public enum LossFunction
{
    /// <summary>Sigmoid output with binary cross-entropy; one output unit.</summary>
    BinaryCrossEntropy,

    /// <summary>Softmax output with cross-entropy; one output unit for each class.</summary>
    SoftmaxCrossEntropy,

    /// <summary>
    /// Linear output with mean squared error. An example's cost is the mean over outputs of (a - y)^2, without a factor 1/2.
    /// </summary>
    MeanSquaredError,
}

/// <summary>A fully connected network.</summary>
public sealed record NetworkSpecification
{
    /// <summary>The layer widths, from input to output; at least two, each at least 1.</summary>
    public required ImmutableArray<int> Layers { get; init; }

    /// <summary>The activation function of the hidden units.</summary>
    public HiddenActivation HiddenActivation { get; init; } = HiddenActivation.Relu;

    /// <summary>The distribution of the initial weights.</summary>
    public WeightInitializer Initializer { get; init; } = WeightInitializer.He;

    /// <summary>The output activation and the cost.</summary>
    public LossFunction Loss { get; init; } = LossFunction.BinaryCrossEntropy;

    /// <summary>The number of weights and biases.</summary>
    public long ParameterCount => LayersType.ParameterCount(Layers);

    /// <inheritdoc/>
    public bool Equals(NetworkSpecification? other) =>
        other is not null && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan())
        && HiddenActivation == other.HiddenActivation && Initializer == other.Initializer && Loss == other.Loss;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var width in Layers)
        {
            hash.Add(width);
        }

        hash.Add(HiddenActivation);
        hash.Add(Initializer);
        hash.Add(Loss);
        return hash.ToHashCode();
    }
}
