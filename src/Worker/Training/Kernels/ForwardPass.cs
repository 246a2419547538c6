using System.Runtime.CompilerServices;
using NNOptim.Training.Networks;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>A network's activations over a batch, and the computation of the output units' sums from the inputs.</summary>
internal sealed unsafe class ForwardPass<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    private readonly NetworkSpecification network;
    private readonly AlignedBuffer<T>[] activations;

    /// <summary>Allocates memory for batches of up to a number of examples.</summary>
    public ForwardPass(NetworkSpecification network, int examples)
    {
        this.network = network;
        Shape = new NetworkShape(network.Layers);
        IsSmall = Shape.Parameters <= SmallNetwork<TSimd, TVector, T>.MostParameters;
        Stride = (examples + 2 * Lanes<T>.Count - 1) / (2 * Lanes<T>.Count) * (2 * Lanes<T>.Count);
        activations = new AlignedBuffer<T>[Shape.Layers];
        for (var layer = 0; layer < activations.Length; layer++)
        {
            activations[layer] = new AlignedBuffer<T>(checked((Shape.Width(layer) + 1) * Stride));
            activations[layer].Span[(Shape.Width(layer) * Stride)..].Fill(Elements<T>.Narrow(1));
        }
    }

    /// <summary>The layout of the parameters.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Whether the kernels for small networks are used.</summary>
    public bool IsSmall { get; }

    /// <summary>Columns from one unit's row to the next; a multiple of two blocks of lanes.</summary>
    public int Stride { get; }

    /// <summary>A layer's activations, [unit, stride], followed by a row of ones; for the output layer its sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Activations(int layer) => activations[layer].Pointer;

    /// <summary>Computes the output units' sums from the inputs, which were set before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(T* parameters, int width)
    {
        var relu = network.HiddenActivation == HiddenActivation.Relu;
        for (var layer = 1; layer < Shape.Layers; layer++)
        {
            Multiply(
                parameters + Shape.Weights(layer),
                Shape.Width(layer - 1),
                1,
                parameters + Shape.Biases(layer),
                Activations(layer - 1),
                Shape.Width(layer - 1),
                Activations(layer),
                Shape.Width(layer),
                width,
                relu: relu && layer < Shape.Layers - 1,
                active: null);
            if (!relu && layer < Shape.Layers - 1)
            {
                ActivationKernel<TSimd, TVector, T>.Activate(
                    network.HiddenActivation, Activations(layer), Shape.Width(layer), Stride, width);
            }
        }
    }

    /// <summary>Like <see cref="MatrixKernel{TSimd, TVector, T}.Multiply"/>, with the kernel for the network's size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply(
        T* weights, nint unitStride, nint termStride, T* biases, T* input, int terms, T* output, int units, int width, bool relu, T* active)
    {
        if (IsSmall)
        {
            // Whole pairs of vectors. There is memory for them, and results beyond the width are not used.
            var pairs = (width + 2 * TSimd.Count - 1) / (2 * TSimd.Count) * (2 * TSimd.Count);
            SmallNetwork<TSimd, TVector, T>.Multiply(
                weights, unitStride, termStride, biases, input, terms, output, units, Stride, pairs, relu, active);
        }
        else
        {
            MatrixKernel<TSimd, TVector, T>.Multiply(
                weights, unitStride, termStride, biases, input, terms, output, units, Stride, width, relu, active);
        }
    }

    /// <summary>Sets the inputs of the batch's columns from consecutive rows; columns beyond the last are 0.</summary>
    /// <param name="inputs">Row-major [example, feature], at most <see cref="Stride"/> examples.</param>
    /// <returns>The number of columns to process.</returns>
    public int SetInputs(ReadOnlySpan<double> inputs)
    {
        var examples = inputs.Length / Shape.Inputs;
        var width = Lanes<T>.RoundUp(examples);
        for (var feature = 0; feature < Shape.Inputs; feature++)
        {
            var row = Activations(0) + (nint)feature * Stride;
            for (var example = 0; example < width; example++)
            {
                row[example] = example < examples ? Elements<T>.Narrow(inputs[example * Shape.Inputs + feature]) : default;
            }
        }

        return width;
    }
}
