using System.Runtime.Intrinsics;
using NNOptim.Training.Kernels;
using NNOptim.Training.Numerics;

namespace NNOptim.Training;

/// <summary>Applies a trained network to inputs.</summary>
public static unsafe class Predictor
{
    private const int BatchSize = 256;

    /// <summary>The outputs in double precision: probabilities for cross-entropy losses, values for mean squared error. A network that was
    /// trained on standardised labels predicts those: output * <see cref="Datasets.Dataset.LabelScale"/> + <see
    /// cref="Datasets.Dataset.LabelMean"/> is in the label's own unit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters in the layout of <see cref="NetworkResult.FinalParameters"/>.</param>
    /// <param name="inputs">Row-major [example, feature].</param>
    /// <returns>Row-major [example, output].</returns>
    /// <exception cref="ArgumentException">The number of parameters or inputs does not fit the network.</exception>
    public static double[] Outputs(NetworkSpecification network, ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (parameters.Length != network.ParameterCount)
        {
            throw new ArgumentException($"{parameters.Length} parameters do not fit a network of {network.ParameterCount}.", nameof(parameters));
        }

        if (inputs.Length % network.Layers[0] != 0)
        {
            throw new ArgumentException($"{inputs.Length} inputs are no multiple of the input width {network.Layers[0]}.", nameof(inputs));
        }

        return Vector512.IsHardwareAccelerated ? Outputs<Simd512<double>, Vector512<double>>(network, parameters, inputs)
            : Vector256.IsHardwareAccelerated ? Outputs<Simd256<double>, Vector256<double>>(network, parameters, inputs)
            : Vector128.IsHardwareAccelerated ? Outputs<Simd128<double>, Vector128<double>>(network, parameters, inputs)
            : Outputs<SimdScalar<double>, double>(network, parameters, inputs);
    }

    /// <summary>
    /// The class of each example. With one output, it is 1 if the output is above 0.5, else 0. With several, it is the first largest
    /// output.
    /// </summary>
    /// <inheritdoc cref="Outputs(NetworkSpecification, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static int[] Classes(NetworkSpecification network, ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs)
    {
        var outputs = Outputs(network, parameters, inputs);
        var width = network.Layers[^1];
        var classes = new int[outputs.Length / width];
        for (var example = 0; example < classes.Length; example++)
        {
            var row = outputs.AsSpan(example * width, width);
            classes[example] = width == 1 ? (row[0] > 0.5 ? 1 : 0) : IndexOfLargest(row);
        }

        return classes;
    }

    private static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static double[] Outputs<TSimd, TVector>(
        NetworkSpecification network, ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs)
        where TSimd : ISimd<TVector, double>
        where TVector : unmanaged
    {
        var features = network.Layers[0];
        var width = network.Layers[^1];
        var examples = inputs.Length / features;
        var forward = new ForwardPass<TSimd, TVector, double>(network, Math.Min(examples, BatchSize));
        var outputs = new double[examples * width];
        fixed (double* parameter = parameters)
        {
            var maps = forward.Maps(parameter);
            var z = forward.Activations(forward.Shape.Layers - 1);
            for (var start = 0; start < examples; start += forward.Stride)
            {
                var count = Math.Min(forward.Stride, examples - start);
                var columns = forward.SetInputs(inputs.Slice(start * features, count * features));
                forward.Run(maps, columns);
                LossKernel<TSimd, TVector, double>.Outputs(network.Loss, z, columns);
                for (var i = 0; i < count * width; i++)
                {
                    outputs[start * width + i] = z.Start[i % width * z.Stride + i / width];
                }
            }
        }

        return outputs;
    }
}
