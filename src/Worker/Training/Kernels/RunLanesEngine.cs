using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Networks;
using NNOptim.Training.Numerics;
using NNOptim.Training.Optimizers;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Kernels;

/// <summary>
/// Trains several runs of one shape, one example at a time. The lanes of a vector are runs, so that none is idle. Each lane gives the same
/// bits as <see cref="ExampleLanesEngine{TSimd, TVector, T, TOptimizer}"/> for mini-batches of one example.
/// </summary>
internal sealed unsafe class RunLanesEngine<TSimd, TVector, T, TOptimizer> : Engine
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
    where TOptimizer : IOptimizer
{
    private readonly NetworkRun[] runs;
    private readonly EpochPermutations[] permutations;
    private readonly NetworkSpecification network;
    private readonly NetworkShape shape;
    private readonly bool oneHot;
    private readonly T[] inputs;
    private readonly T[] labels;
    private readonly BatchBuffer<T>[] activations;
    private readonly BatchBuffer<T>[] deltas;
    private readonly AlignedBuffer<T> batchLabels = new(TSimd.Count);
    private readonly AlignedBuffer<T> parameters;
    private readonly AlignedBuffer<T> first;
    private readonly AlignedBuffer<T> second;
    private readonly AlignedBuffer<T> coefficients = new(IOptimizer.MostCoefficients * TSimd.Count);
    private readonly AlignedBuffer<T> linearCosts = new(TSimd.Count);
    private readonly AlignedBuffer<T> excessCosts = new(TSimd.Count);
    private readonly double[] laneCosts = new double[TSimd.Count];
    private readonly double[][] own;
    private readonly double[] scalars = new double[TSimd.Count * IOptimizer.MostScalars];
    private readonly double[] stepCoefficients = new double[IOptimizer.MostCoefficients];
    private readonly Evaluator<TSimd, TVector, T> evaluator;
    private readonly AlignedBuffer<T> evaluated;

    /// <summary>Allocates all memory of the runs and draws their initial parameters.</summary>
    /// <param name="runs">
    /// At most as many runs as a vector has lanes, with the same network, precision and optimiser kind, and mini-batches of one example.
    /// </param>
    /// <param name="data">The examples.</param>
    /// <param name="permutations">Each run's orders.</param>
    public RunLanesEngine(NetworkRun[] runs, Dataset data, EpochPermutations[] permutations)
    {
        this.runs = runs;
        this.permutations = permutations;
        own = [.. runs.Select(run => run.Optimizer.Numbers())];
        network = runs[0].Network;
        shape = new NetworkShape(network.Layers);
        oneHot = data.Task == LearningTask.Classification && shape.Outputs > 1;
        inputs = Elements<T>.Convert(ImmutableCollectionsMarshal.AsArray(data.Inputs)!);
        labels = Elements<T>.Convert(ImmutableCollectionsMarshal.AsArray(data.Labels)!);
        evaluator = new Evaluator<TSimd, TVector, T>(network);
        evaluated = new AlignedBuffer<T>(shape.Parameters);
        activations = new BatchBuffer<T>[shape.Layers];
        deltas = new BatchBuffer<T>[shape.Layers];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            activations[layer] = new BatchBuffer<T>(shape.Width(layer), TSimd.Count);
            deltas[layer] = new BatchBuffer<T>(shape.Width(layer), TSimd.Count);
        }

        parameters = new AlignedBuffer<T>(shape.Parameters * TSimd.Count);
        first = new AlignedBuffer<T>(TOptimizer.Moments > 0 ? parameters.Length : 0);
        second = new AlignedBuffer<T>(TOptimizer.Moments > 1 ? parameters.Length : 0);
        for (var lane = 0; lane < runs.Length; lane++)
        {
            TOptimizer.Start(ScalarsOf(lane));
            var initial = ParameterInitializer.Draw(network, runs[lane].Seed);
            for (var i = 0; i < initial.Length; i++)
            {
                parameters.Pointer[i * TSimd.Count + lane] = Elements<T>.Narrow(initial[i]);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void TrainEpoch(int epoch, Span<double> costs)
    {
        laneCosts.AsSpan().Clear();
        for (var lane = 0; lane < runs.Length; lane++)
        {
            // Computes the orders of several epochs at once, so that the steps only read them.
            permutations[lane].ForEpoch(epoch);
        }

        var examples = labels.Length;
        for (var i = 0; i < examples; i++)
        {
            Gather(epoch, i);
            Forward();
            Loss();
            PrepareStep();
            for (var layer = shape.Layers - 1; layer > 0; layer--)
            {
                Backward(layer);
            }
        }

        for (var lane = 0; lane < runs.Length; lane++)
        {
            costs[lane] = laneCosts[lane] / examples;
        }
    }

    /// <inheritdoc/>
    public override bool ParametersFinite(int run)
    {
        for (var i = 0; i < shape.Parameters; i++)
        {
            if (!double.IsFinite(Elements<T>.Widen(parameters.Pointer[i * TSimd.Count + run])))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void CopyParameters(int run, Span<double> target)
    {
        for (var i = 0; i < shape.Parameters; i++)
        {
            target[i] = Elements<T>.Widen(parameters.Pointer[i * TSimd.Count + run]);
        }
    }

    /// <inheritdoc/>
    public override Evaluation Evaluate(int run, Dataset data)
    {
        for (var i = 0; i < shape.Parameters; i++)
        {
            evaluated.Pointer[i] = parameters.Pointer[i * TSimd.Count + run];
        }

        return evaluator.Measure(evaluated.Pointer, data);
    }

    /// <inheritdoc/>
    public override void Save(int run, BinaryWriter writer)
    {
        foreach (var scalar in ScalarsOf(run))
        {
            writer.Write(scalar);
        }

        foreach (var buffer in (ReadOnlySpan<AlignedBuffer<T>>)[parameters, first, second])
        {
            for (var i = run; i < buffer.Length; i += TSimd.Count)
            {
                writer.Write(MemoryMarshal.AsBytes(buffer.Span.Slice(i, 1)));
            }
        }
    }

    /// <inheritdoc/>
    public override void Restore(int run, BinaryReader reader)
    {
        foreach (ref var scalar in ScalarsOf(run))
        {
            scalar = reader.ReadDouble();
        }

        foreach (var buffer in (ReadOnlySpan<AlignedBuffer<T>>)[parameters, first, second])
        {
            for (var i = run; i < buffer.Length; i += TSimd.Count)
            {
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(buffer.Span.Slice(i, 1)));
            }
        }
    }

    private Span<double> ScalarsOf(int run) => scalars.AsSpan(run * IOptimizer.MostScalars, IOptimizer.MostScalars);

    // Copies each run's example of this step into its lane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int epoch, int step)
    {
        var target = activations[0].View.Start;
        var features = shape.Inputs;
        for (var lane = 0; lane < runs.Length; lane++)
        {
            var example = permutations[lane].ForEpoch(epoch)[step];
            batchLabels.Pointer[lane] = labels[example];
            var row = inputs.AsSpan(example * features, features);
            for (var feature = 0; feature < row.Length; feature++)
            {
                target[feature * TSimd.Count + lane] = row[feature];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward()
    {
        var last = shape.Layers - 1;
        for (var layer = 1; layer <= last; layer++)
        {
            var weight = parameters.Pointer + (nint)shape.Weights(layer) * TSimd.Count;
            var bias = parameters.Pointer + (nint)shape.Biases(layer) * TSimd.Count;
            var input = activations[layer - 1].View.Start;
            var output = activations[layer].View.Start;
            var terms = shape.Width(layer - 1) * TSimd.Count;
            var units = shape.Width(layer) * TSimd.Count;
            for (var unit = 0; unit < units; unit += TSimd.Count)
            {
                var sum = TSimd.Load(bias + unit);
                for (var term = 0; term < terms; term += TSimd.Count)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(weight + term), TSimd.Load(input + term), sum);
                }

                TSimd.Store(output + unit, sum);
                weight += terms;
            }

            if (layer < last)
            {
                ActivationKernel<TSimd, TVector, T>.Activate(network.HiddenActivation, activations[layer].View, TSimd.Count);
            }
        }
    }

    // Computes the gradients of the output sums, and adds each lane's cost to its total.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loss()
    {
        ref readonly var z = ref activations[shape.Layers - 1].View;
        ref readonly var delta = ref deltas[shape.Layers - 1].View;
        var valid = TSimd.ConstantBits(-1);
        var linear = TSimd.Constant(0);
        var excess = TSimd.Constant(0);
        switch (network.Loss)
        {
            case LossFunction.BinaryCrossEntropy:
                LossKernel<TSimd, TVector, T>.BinaryColumn(z.Start, batchLabels.Pointer, valid, delta.Start, ref linear, ref excess);
                break;
            case LossFunction.SoftmaxCrossEntropy:
                LossKernel<TSimd, TVector, T>.SoftmaxColumn(z, batchLabels.Pointer, valid, delta, ref linear, ref excess);
                break;
            case LossFunction.MeanSquaredError:
                LossKernel<TSimd, TVector, T>.SquaredColumn(oneHot, z, batchLabels.Pointer, valid, delta, ref linear);
                break;
            default:
                throw new InvalidOperationException($"The loss {network.Loss} has no kernel.");
        }

        if (typeof(T) == typeof(double) && network.Loss != LossFunction.MeanSquaredError)
        {
            excess = ElementaryFunctions<TSimd, TVector, T>.Log1P(excess);
        }

        TSimd.Store(linearCosts.Pointer, linear);
        TSimd.Store(excessCosts.Pointer, excess);
        for (var lane = 0; lane < TSimd.Count; lane++)
        {
            var first = Elements<T>.Widen(linearCosts.Pointer[lane]);
            var second = Elements<T>.Widen(excessCosts.Pointer[lane]);
            laneCosts[lane] += network.Loss == LossFunction.MeanSquaredError ? first / shape.Outputs
                : typeof(T) == typeof(double) ? first + second
                : first + ScalarFunctions.Log1P(second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareStep()
    {
        for (var lane = 0; lane < runs.Length; lane++)
        {
            var run = runs[lane];
            TOptimizer.NextStep(own[lane], run.LearningRate, ScalarsOf(lane), stepCoefficients);
            for (var i = 0; i < TOptimizer.Coefficients; i++)
            {
                coefficients.Pointer[i * TSimd.Count + lane] = Elements<T>.Narrow(stepCoefficients[i]);
            }
        }
    }

    // Computes the gradient of the units of the layer below, then the gradient and the step of the layer's own parameters.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(int layer)
    {
        var delta = deltas[layer].View.Start;
        var below = activations[layer - 1].View.Start;
        var weights = shape.Weights(layer) * TSimd.Count;
        var terms = shape.Width(layer - 1) * TSimd.Count;
        var units = shape.Width(layer) * TSimd.Count;
        if (layer > 1)
        {
            var target = deltas[layer - 1].View.Start;
            for (var term = 0; term < terms; term += TSimd.Count)
            {
                var sum = TSimd.Constant(0);
                var weight = parameters.Pointer + weights + term;
                for (var unit = 0; unit < units; unit += TSimd.Count)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(weight), TSimd.Load(delta + unit), sum);
                    weight += terms;
                }

                TSimd.Store(target + term, sum);
            }

            ActivationKernel<TSimd, TVector, T>.Differentiate(
                network.HiddenActivation, activations[layer - 1].View, deltas[layer - 1].View, TSimd.Count);
        }

        var zero = TSimd.Constant(0);
        var place = weights;
        for (var unit = 0; unit < units; unit += TSimd.Count)
        {
            var d = TSimd.Load(delta + unit);
            for (var term = 0; term < terms; term += TSimd.Count)
            {
                // The other lanes of a mini-batch of one example add zeros.
                Update(place, TSimd.Add(TSimd.MultiplyAdd(d, TSimd.Load(below + term), zero), zero));
                place += TSimd.Count;
            }
        }

        for (var unit = 0; unit < units; unit += TSimd.Count)
        {
            Update(place, TSimd.Add(TSimd.Load(delta + unit), zero));
            place += TSimd.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update(int place, TVector gradient)
    {
        var firstMoment = TOptimizer.Moments > 0 ? TSimd.Load(first.Pointer + place) : default;
        var secondMoment = TOptimizer.Moments > 1 ? TSimd.Load(second.Pointer + place) : default;
        var updated = TOptimizer.Step<TSimd, TVector, T>(
            TSimd.Load(parameters.Pointer + place), gradient, ref firstMoment, ref secondMoment, coefficients.Pointer);
        TSimd.Store(parameters.Pointer + place, updated);
        if (TOptimizer.Moments > 0)
        {
            TSimd.Store(first.Pointer + place, firstMoment);
        }

        if (TOptimizer.Moments > 1)
        {
            TSimd.Store(second.Pointer + place, secondMoment);
        }
    }
}
