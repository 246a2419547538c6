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
    // One part of an update has this many rows of weights when rows are long, and about this many weights when rows are short.
    private const int RowsPerPart = 16;
    private const int WeightsPerPart = 256;

    private readonly NetworkRun run;
    private readonly EpochPermutations permutations;
    private readonly int batchSize;
    private readonly T[] inputs;
    private readonly T[] labels;
    private readonly ForwardPass<TSimd, TVector, T> forward;
    private readonly NetworkShape shape;
    private readonly AffineMap<T>[] maps;
    private readonly AffineMap<T>[] transposedMaps;
    private readonly BatchBuffer<T>[] deltas;
    private readonly AlignedBuffer<T> batchLabels;
    private readonly AlignedBuffer<T> mask;
    private readonly Targets<T> targets;
    private readonly AlignedBuffer<T> parameters;
    private readonly AlignedBuffer<T> gradients;
    private readonly AlignedBuffer<T> first;
    private readonly AlignedBuffer<T> second;
    private readonly AlignedBuffer<T> blocks;
    private readonly AlignedBuffer<T> coefficients;
    private readonly AlignedBuffer<T> scratch;
    private readonly Evaluator<TSimd, TVector, T> evaluator;
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
        evaluator = new Evaluator<TSimd, TVector, T>(run.Network);
        shape = forward.Shape;
        inputs = Elements<T>.Convert(ImmutableCollectionsMarshal.AsArray(data.Inputs)!);
        labels = Elements<T>.Convert(ImmutableCollectionsMarshal.AsArray(data.Labels)!);
        deltas = new BatchBuffer<T>[shape.Layers];
        for (var layer = 1; layer < shape.Layers; layer++)
        {
            deltas[layer] = new BatchBuffer<T>(shape.Width(layer), forward.Stride);
        }

        batchLabels = new AlignedBuffer<T>(forward.Stride);
        mask = new AlignedBuffer<T>(forward.Stride);
        targets = new Targets<T>(
            batchLabels.Pointer, mask.Pointer, data.Task == LearningTask.Classification && shape.Outputs > 1);
        var padded = Lanes<T>.RoundUp(shape.Parameters);
        parameters = new AlignedBuffer<T>(padded);
        maps = forward.Maps(parameters.Pointer);
        transposedMaps = new AffineMap<T>[shape.Layers];
        for (var layer = 2; layer < shape.Layers; layer++)
        {
            transposedMaps[layer] = AffineMap<T>.Backward(
                parameters.Pointer + shape.Weights(layer), shape.Width(layer - 1), shape.Width(layer));
        }

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
    public override Evaluation Evaluate(int run, Dataset data) => evaluator.Measure(parameters.Pointer, data);

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
        forward.Run(maps, width);
        var output = shape.Layers - 1;
        var cost = LossKernel<TSimd, TVector, T>.Evaluate(
            run.Network.Loss, forward.Activations(output), targets, deltas[output].View, width, scratch.Pointer);
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

    // Computes the gradient of the units of the layer below from the gradient of a layer's sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InputGradient(int layer, int width)
    {
        if (layer == 1)
        {
            return;
        }

        var relu = run.Network.HiddenActivation == HiddenActivation.Relu;
        ref readonly var target = ref deltas[layer - 1].View;
        ref readonly var values = ref forward.Activations(layer - 1);
        forward.Multiply(
            transposedMaps[layer], deltas[layer].View, target, width, Rectifier<T>.Backward(relu ? values.Start : null));
        if (!relu)
        {
            ActivationKernel<TSimd, TVector, T>.Differentiate(run.Network.HiddenActivation, values, target, width);
        }
    }

    // Computes the blocks of a layer's gradients. A block has the offset of its parameter.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AllGradients(int layer, int width)
    {
        SmallNetwork<TSimd, TVector, T>.Gradients(
            deltas[layer].View,
            forward.Activations(layer - 1),
            width,
            blocks.Pointer + (nint)shape.Weights(layer) * Lanes<T>.Count,
            blocks.Pointer + (nint)shape.Biases(layer) * Lanes<T>.Count);
    }

    // Computes the gradients of a layer of a larger network and updates its parameters, some rows of weights at a time. Few rows keep their
    // gradients in the cache for the update. More than one row shares each load of the activations.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateByParts(int layer, int width, T scale)
    {
        ref readonly var delta = ref deltas[layer].View;
        ref readonly var activations = ref forward.Activations(layer - 1);
        var units = delta.Rows;
        var inputsOfLayer = activations.Rows;
        var rows = Math.Max(RowsPerPart, WeightsPerPart / inputsOfLayer / RowsPerPart * RowsPerPart);
        for (var unit = 0; unit < units; unit += rows)
        {
            var count = Math.Min(rows, units - unit);
            var weights = shape.Weights(layer) + unit * inputsOfLayer;
            GradientKernel<TSimd, TVector, T>.Weights(
                delta.SliceRows(unit, count), activations, width, gradients.Pointer + weights, scale, blocks.Pointer);
            Update(weights, count * inputsOfLayer);
        }

        for (var unit = 0; unit < units; unit += GradientKernel<TSimd, TVector, T>.Blocks)
        {
            var count = Math.Min(GradientKernel<TSimd, TVector, T>.Blocks, units - unit);
            GradientKernel<TSimd, TVector, T>.Biases(delta.SliceRows(unit, count), width, blocks.Pointer);
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

    // Copies the batch's examples into columns. Columns beyond the last example are 0 and masked.
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
            BatchGather.Columns(source, shape.Inputs, examples, batch.Length, forward.Activations(0).Start, forward.Stride);
            BatchGather.Labels(label, examples, batch.Length, batchLabels.Pointer);
        }

        return width;
    }

    // Sets the mask of the columns with examples and zeros the other columns, after the batch length changed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mask(int count, int width)
    {
        mask.Span.Clear();
        mask.Span[..count].Fill(Elements<T>.AllBits);
        batchLabels.Span.Clear();
        for (var feature = 0; feature < shape.Inputs; feature++)
        {
            new Span<T>(forward.Activations(0).Start + (nint)feature * forward.Stride + count, width - count).Clear();
        }

        gathered = count;
    }
}
