using NNOptim.Training.Datasets;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>Counts correctly classified examples.</summary>
internal static unsafe class AccuracyKernel
{
    /// <summary>
    /// The fraction of correctly classified examples. With one output, an example is of class 1 when the output is above 0.5. With more,
    /// its class is the first of the largest outputs.
    /// </summary>
    public static double Measure<TSimd, TVector, T>(
        ForwardPass<TSimd, TVector, T> forward, LossFunction loss, T* parameters, Dataset data)
        where TSimd : ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        var right = 0;
        var outputs = forward.Shape.Outputs;
        var maps = forward.Maps(parameters);
        var output = forward.Activations(forward.Shape.Layers - 1);
        var z = output.Start;
        for (var start = 0; start < data.Examples; start += forward.Stride)
        {
            var count = Math.Min(forward.Stride, data.Examples - start);
            var width = forward.SetInputs(data.Inputs.AsSpan(start * data.Features, count * data.Features));
            forward.Run(maps, width);
            if (outputs == 1)
            {
                LossKernel<TSimd, TVector, T>.Outputs(loss, output, width);
            }

            for (var column = 0; column < count; column++)
            {
                right += Predicted(column) == data.Labels[start + column] ? 1 : 0;
            }
        }

        return (double)right / data.Examples;

        int Predicted(int column)
        {
            if (outputs == 1)
            {
                return Elements<T>.Widen(z[column]) > 0.5 ? 1 : 0;
            }

            var best = 0;
            for (var unit = 1; unit < outputs; unit++)
            {
                if (Output(unit, column) > Output(best, column))
                {
                    best = unit;
                }
            }

            return best;
        }

        double Output(int unit, int column) => Elements<T>.Widen(z[(nint)unit * forward.Stride + column]);
    }
}
