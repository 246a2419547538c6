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
    private readonly BatchBuffer<T>[] activations;

    /// <summary>Allocates memory for batches of up to a number of examples.</summary>
    public ForwardPass(NetworkSpecification network, int examples)
    {
        this.network = network;
        Shape = new NetworkShape(network.Layers);
        IsSmall = Shape.Parameters <= SmallNetwork<TSimd, TVector, T>.MostParameters;
        Stride = (examples + 2 * Lanes<T>.Count - 1) / (2 * Lanes<T>.Count) * (2 * Lanes<T>.Count);
        activations = new BatchBuffer<T>[Shape.Layers];
        for (var layer = 0; layer < activations.Length; layer++)
        {
            activations[layer] = new BatchBuffer<T>(Shape.Width(layer), Stride, ones: true);
        }
    }

    /// <summary>The layout of the parameters.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Whether the kernels for small networks are used.</summary>
    public bool IsSmall { get; }

    /// <summary>Columns from one unit's row to the next; a multiple of two blocks of lanes.</summary>
    public int Stride { get; }

    /// <summary>
    /// A layer's activations, [units, <see cref="Stride"/>], or the sums of the output layer. A row of ones follows in memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly BatchView<T> Activations(int layer) => ref activations[layer].View;

    /// <summary>The affine maps of the layers, each at its layer's index. The input layer has an empty map.</summary>
    /// <param name="parameters">The parameters, which must outlive the maps.</param>
    public AffineMap<T>[] Maps(T* parameters)
    {
        var maps = new AffineMap<T>[Shape.Layers];
        for (var layer = 1; layer < maps.Length; layer++)
        {
            maps[layer] = AffineMap<T>.Forward(
                parameters + Shape.Weights(layer), parameters + Shape.Biases(layer), Shape.Width(layer), Shape.Width(layer - 1));
        }

        return maps;
    }

    /// <summary>Computes the output units' sums from the inputs, which were set before.</summary>
    /// <param name="maps">The result of <see cref="Maps"/>.</param>
    /// <param name="columns">The columns to process, a multiple of <see cref="Lanes{T}.Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(AffineMap<T>[] maps, int columns)
    {
        var relu = network.HiddenActivation == HiddenActivation.Relu;
        for (var layer = 1; layer < maps.Length; layer++)
        {
            var hidden = layer < maps.Length - 1;
            Multiply(maps[layer], Activations(layer - 1), Activations(layer), columns, Rectifier<T>.Forward(relu && hidden));
            if (!relu && hidden)
            {
                ActivationKernel<TSimd, TVector, T>.Activate(network.HiddenActivation, Activations(layer), columns);
            }
        }
    }

    /// <summary>
    /// Like <see cref="MatrixKernel{TSimd, TVector, T}.Multiply"/>, with the kernel for the network's size. The views have the stride <see
    /// cref="Stride"/>. The values of <paramref name="output"/> beyond the columns are undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply(in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, Rectifier<T> rectifier)
    {
        if (IsSmall)
        {
            SmallNetwork<TSimd, TVector, T>.Multiply(map, input, output, columns, rectifier);
        }
        else
        {
            MatrixKernel<TSimd, TVector, T>.Multiply(map, input, output, columns, rectifier);
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
            var row = Activations(0).Start + (nint)feature * Stride;
            for (var example = 0; example < width; example++)
            {
                row[example] = example < examples ? Elements<T>.Narrow(inputs[example * Shape.Inputs + feature]) : default;
            }
        }

        return width;
    }
}
