using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>Evaluates a network's parameters on a dataset, with the kernels of the training and in its precision.</summary>
internal sealed unsafe class Evaluator<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    // A fixed number, so that the order of the sums depends on no engine and no mini-batch.
    private const int ExamplesAtOnce = 64;

    private readonly LossFunction loss;
    private readonly ForwardPass<TSimd, TVector, T> forward;
    private readonly BatchBuffer<T> delta;
    private readonly AlignedBuffer<T> labels = new(ExamplesAtOnce);
    private readonly AlignedBuffer<T> mask = new(ExamplesAtOnce);
    private readonly AlignedBuffer<T> scratch = new(2 * Lanes<T>.Count);

    /// <summary>Allocates the memory of one batch.</summary>
    public Evaluator(NetworkSpecification network)
    {
        loss = network.Loss;
        forward = new ForwardPass<TSimd, TVector, T>(network, ExamplesAtOnce);
        delta = new BatchBuffer<T>(forward.Shape.Outputs, forward.Stride);
    }

    /// <summary>
    /// The mean cost, and the fraction of correctly classified examples. With one output, an example is of class 1 when the output is above
    /// 0.5. With more, its class is the first of the largest outputs.
    /// </summary>
    /// <param name="parameters">The parameters, in the layout of <see cref="Networks.NetworkShape"/>.</param>
    /// <param name="data">The examples; at least one.</param>
    public Evaluation Measure(T* parameters, Dataset data)
    {
        var classifies = data.Task == LearningTask.Classification;
        var targets = new Targets<T>(labels.Pointer, mask.Pointer, classifies && forward.Shape.Outputs > 1);
        var maps = forward.Maps(parameters);
        ref readonly var z = ref forward.Activations(forward.Shape.Layers - 1);
        var cost = 0.0;
        var right = 0;
        for (var start = 0; start < data.Examples; start += ExamplesAtOnce)
        {
            var batch = data.Labels.AsSpan(start, Math.Min(ExamplesAtOnce, data.Examples - start));
            SetLabels(batch);
            var width = forward.SetInputs(data.Inputs.AsSpan(start * data.Features, batch.Length * data.Features));
            forward.Run(maps, width);
            cost += LossKernel<TSimd, TVector, T>.Evaluate(loss, z, targets, delta.View, width, scratch.Pointer);
            if (classifies)
            {
                right += CountRight(batch, width);
            }
        }

        return new Evaluation(cost / data.Examples, classifies ? (double)right / data.Examples : null);
    }

    private void SetLabels(ReadOnlySpan<double> batch)
    {
        labels.Span.Clear();
        mask.Span.Clear();
        mask.Span[..batch.Length].Fill(Elements<T>.AllBits);
        for (var column = 0; column < batch.Length; column++)
        {
            labels.Pointer[column] = Elements<T>.Narrow(batch[column]);
        }
    }

    private int CountRight(ReadOnlySpan<double> batch, int width)
    {
        ref readonly var z = ref forward.Activations(forward.Shape.Layers - 1);
        if (z.Rows == 1)
        {
            LossKernel<TSimd, TVector, T>.Outputs(loss, z, width);
        }

        var right = 0;
        for (var column = 0; column < batch.Length; column++)
        {
            right += Predicted(z.FromColumn(column)) == batch[column] ? 1 : 0;
        }

        return right;
    }

    private static int Predicted(in BatchView<T> outputs)
    {
        if (outputs.Rows == 1)
        {
            return Elements<T>.Widen(*outputs.Start) > 0.5 ? 1 : 0;
        }

        var best = 0;
        for (var unit = 1; unit < outputs.Rows; unit++)
        {
            if (Elements<T>.Widen(outputs.Start[unit * outputs.Stride]) > Elements<T>.Widen(outputs.Start[best * outputs.Stride]))
            {
                best = unit;
            }
        }

        return best;
    }
}
