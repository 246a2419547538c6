using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Networks;
using NNOptim.Training.Numerics;
using NNOptim.Training.Optimizers;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Kernels;

/// <summary>Trains one run; the lanes of a vector are examples of a mini-batch.</summary>
internal sealed unsafe class ExampleLanesEngine<TSimd, TVector, T, TOptimizer> : Engine
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
    where TOptimizer : IOptimizer
{
    // The rows of weights updated at a time when rows are long, and the weights updated at a time when they are short.
    private const int RowsPerPart = 16;
    private const int WeightsPerPart = 256;

    private readonly NetworkRun run;
    private readonly EpochPermutations permutations;
    private readonly int batchSize;
    private readonly bool oneHot;
    private readonly T[] inputs;
    private readonly T[] labels;
    private readonly ForwardPass<TSimd, TVector, T> forward;
    private readonly NetworkShape shape;
    private readonly AlignedBuffer<T>[] deltas;
    private readonly AlignedBuffer<T> batchLabels;
    private readonly AlignedBuffer<T> mask;
    private readonly AlignedBuffer<T> parameters;
    private readonly AlignedBuffer<T> gradients;
    private readonly AlignedBuffer<T> first;
    private readonly AlignedBuffer<T> second;
    private readonly AlignedBuffer<T> blocks;
    private readonly AlignedBuffer<T> coefficients;
    private readonly AlignedBuffer<T> scratch;
    private readonly double[] own;
    private readonly double[] scalars = new double[IOptimizer.MostScalars];
    private readonly double[] stepCoefficients = new double[IOptimizer.MostCoefficients];
    private int gathered;

    /// <summary>Allocates all memory of the run and draws its initial parameters.</summary>
    public ExampleLanesEngine(NetworkRun run, Dataset data, EpochPermutations permutations)
    {
        this.run = run;
        this.permutations = permutations;
        own = run.Optimizer.Numbers();
        batchSize = run.BatchSize == NetworkRun.FullBatch ? data.Examples : Math.Min(run.BatchSize, data.Examples);
        forward = new ForwardPass<TSimd, TVector, T>(run.Network, batchSize);
        shape = forward.Shape;
        oneHot = data.Task == LearningTask.Classification && shape.Outputs > 1;
        inputs = Elements<T>.Of(ImmutableCollectionsMarshal.AsArray(data.Inputs)!);
        labels = Elements<T>.Of(ImmutableCollectionsMarshal.AsArray(data.Labels)!);
        deltas = new AlignedBuffer<T>[shape.Layers];
        for (var layer = 1; layer < shape.Layers; layer++)
        {
            deltas[layer] = new AlignedBuffer<T>(shape.Width(layer) * forward.Stride);
        }

        batchLabels = new AlignedBuffer<T>(forward.Stride);
        mask = new AlignedBuffer<T>(forward.Stride);
        var padded = Lanes<T>.RoundUp(shape.Parameters);
        parameters = new AlignedBuffer<T>(padded);
        gradients = new AlignedBuffer<T>(padded);
        first = new AlignedBuffer<T>(TOptimizer.Moments > 0 ? padded : 0);
        second = new AlignedBuffer<T>(TOptimizer.Moments > 1 ? padded : 0);
        blocks = new AlignedBuffer<T>((forward.IsSmall ? padded : GradientKernel<TSimd, TVector, T>.Blocks) * Lanes<T>.Count);
        coefficients = new AlignedBuffer<T>(IOptimizer.MostCoefficients * Lanes<T>.Count);
        scratch = new AlignedBuffer<T>(2 * Lanes<T>.Count);
        var initial = ParameterInitializer.Draw(run.Network, run.Seed);
        for (var i = 0; i < initial.Length; i++)
        {
            parameters.Pointer[i] = Elements<T>.Narrow(initial[i]);
        }

        TOptimizer.Start(scalars);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void TrainEpoch(int epoch, Span<double> costs)
    {
        var order = permutations.ForEpoch(epoch);
        var cost = 0.0;
        for (var start = 0; start < order.Length; start += batchSize)
        {
            cost += Step(order.Slice(start, Math.Min(batchSize, order.Length - start)));
        }

        costs[0] = cost / order.Length;
    }

    /// <inheritdoc/>
    public override bool ParametersFinite(int run) => UpdateKernel<TSimd, TVector, T, TOptimizer>.AllFinite(parameters.Pointer, parameters.Length);

    /// <inheritdoc/>
    public override void CopyParameters(int run, Span<double> target)
    {
        for (var i = 0; i < shape.Parameters; i++)
        {
            target[i] = Elements<T>.Widen(parameters.Pointer[i]);
        }
    }

    /// <inheritdoc/>
    public override double? Accuracy(int run, Dataset data)
    {
        if (data.Task == LearningTask.Regression)
        {
            return null;
        }

        gathered = 0;
        return AccuracyKernel.Of(forward, this.run.Network.Loss, parameters.Pointer, data);
    }

    /// <inheritdoc/>
    public override void Save(int run, BinaryWriter writer)
    {
        foreach (var scalar in scalars)
        {
            writer.Write(scalar);
        }

        foreach (var buffer in (ReadOnlySpan<AlignedBuffer<T>>)[parameters, first, second])
        {
            writer.Write(MemoryMarshal.AsBytes(buffer.Span[..Math.Min(buffer.Length, shape.Parameters)]));
        }
    }

    /// <inheritdoc/>
    public override void Restore(int run, BinaryReader reader)
    {
        foreach (ref var scalar in scalars.AsSpan())
        {
            scalar = reader.ReadDouble();
        }

        foreach (var buffer in (ReadOnlySpan<AlignedBuffer<T>>)[parameters, first, second])
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(buffer.Span[..Math.Min(buffer.Length, shape.Parameters)]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Step(ReadOnlySpan<int> batch)
    {
        var width = Gather(batch);
        forward.Run(parameters.Pointer, width);
        var output = shape.Layers - 1;
        var cost = LossKernel<TSimd, TVector, T>.Evaluate(
            run.Network.Loss,
            oneHot,
            forward.Activations(output),
            batchLabels.Pointer,
            mask.Pointer,
            deltas[output].Pointer,
            shape.Outputs,
            forward.Stride,
            width,
            scratch.Pointer);
        PrepareStep();
        var scale = Elements<T>.Narrow(1.0 / batch.Length);
        if (forward.IsSmall)
        {
            for (var layer = output; layer > 0; layer--)
            {
                AllGradients(layer, width);
                InputGradient(layer, width);
            }

            LaneSums.Reduce(blocks.Pointer, gradients.Pointer, parameters.Length, scale);
            Update(0, parameters.Length);
        }
        else
        {
            for (var layer = output; layer > 0; layer--)
            {
                InputGradient(layer, width);
                UpdateByParts(layer, width, scale);
            }
        }

        return cost;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareStep()
    {
        TOptimizer.NextStep(own, run.LearningRate, scalars, stepCoefficients);
        for (var i = 0; i < TOptimizer.Coefficients; i++)
        {
            TSimd.Store(
                coefficients.Pointer + i * TSimd.Count,
                TSimd.Broadcast(Elements<T>.Narrow(stepCoefficients[i])));
        }
    }

    // The gradient of the units of the layer below, from that of a layer's sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InputGradient(int layer, int width)
    {
        if (layer == 1)
        {
            return;
        }

        var relu = run.Network.HiddenActivation == HiddenActivation.Relu;
        var units = shape.Width(layer - 1);
        forward.Multiply(
            parameters.Pointer + shape.Weights(layer),
            1,
            units,
            null,
            deltas[layer].Pointer,
            shape.Width(layer),
            deltas[layer - 1].Pointer,
            units,
            width,
            relu: false,
            active: relu ? forward.Activations(layer - 1) : null);
        if (!relu)
        {
            ActivationKernel<TSimd, TVector, T>.Differentiate(
                run.Network.HiddenActivation, forward.Activations(layer - 1), deltas[layer - 1].Pointer, units, forward.Stride, width);
        }
    }

    // The lanes of all gradients of a layer, at the offsets of its parameters.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AllGradients(int layer, int width)
    {
        var units = shape.Width(layer);
        var inputsOfLayer = shape.Width(layer - 1);
        SmallNetwork<TSimd, TVector, T>.Gradients(
            deltas[layer].Pointer,
            units,
            forward.Activations(layer - 1),
            inputsOfLayer,
            blocks.Pointer + (nint)shape.Weights(layer) * Lanes<T>.Count,
            blocks.Pointer + (nint)shape.Biases(layer) * Lanes<T>.Count,
            forward.Stride,
            width);
    }

    // Gradient and update of a layer of a larger network, some rows of weights at a time. They are few enough that their gradients are
    // still in the cache for the update, and enough that the activations are not loaded again for each row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateByParts(int layer, int width, T scale)
    {
        var units = shape.Width(layer);
        var inputsOfLayer = shape.Width(layer - 1);
        var rows = Math.Max(RowsPerPart, WeightsPerPart / inputsOfLayer / RowsPerPart * RowsPerPart);
        for (var unit = 0; unit < units; unit += rows)
        {
            var count = Math.Min(rows, units - unit);
            var weights = shape.Weights(layer) + unit * inputsOfLayer;
            GradientKernel<TSimd, TVector, T>.Weights(
                deltas[layer].Pointer + (nint)unit * forward.Stride,
                count,
                forward.Activations(layer - 1),
                inputsOfLayer,
                gradients.Pointer + weights,
                scale,
                blocks.Pointer,
                forward.Stride,
                width);
            Update(weights, count * inputsOfLayer);
        }

        for (var unit = 0; unit < units; unit += GradientKernel<TSimd, TVector, T>.Blocks)
        {
            var count = Math.Min(GradientKernel<TSimd, TVector, T>.Blocks, units - unit);
            GradientKernel<TSimd, TVector, T>.Biases(
                deltas[layer].Pointer + (nint)unit * forward.Stride, count, blocks.Pointer, forward.Stride, width);
            LaneSums.Reduce(blocks.Pointer, gradients.Pointer + shape.Biases(layer) + unit, count, scale);
        }

        Update(shape.Biases(layer), units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(int start, int count) => UpdateKernel<TSimd, TVector, T, TOptimizer>.Step(
        parameters.Pointer + start,
        gradients.Pointer + start,
        first.Pointer + start,
        second.Pointer + start,
        count,
        coefficients.Pointer);

    // Gathers the batch's examples as columns; those beyond the last are 0 and masked.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Gather(ReadOnlySpan<int> batch)
    {
        var width = Lanes<T>.RoundUp(batch.Length);
        if (batch.Length != gathered)
        {
            Mask(batch.Length, width);
        }

        fixed (T* source = inputs, label = labels)
        fixed (int* examples = batch)
        {
            BatchGather.Columns(source, shape.Inputs, examples, batch.Length, forward.Activations(0), forward.Stride);
            BatchGather.Labels(label, examples, batch.Length, batchLabels.Pointer);
        }

        return width;
    }

    // When the batch length changes: sets the mask of the columns with examples, and zeros the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mask(int count, int width)
    {
        mask.Span.Clear();
        mask.Span[..count].Fill(AllBits);
        batchLabels.Span.Clear();
        for (var feature = 0; feature < shape.Inputs; feature++)
        {
            new Span<T>(forward.Activations(0) + (nint)feature * forward.Stride + count, width - count).Clear();
        }

        gathered = count;
    }

    private static T AllBits =>
        typeof(T) == typeof(double)
            ? (T)(object)BitConverter.Int64BitsToDouble(-1)
            : (T)(object)BitConverter.Int32BitsToSingle(-1);
}
