using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>The hidden units' function and its derivative.</summary>
internal static unsafe class ActivationKernel<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Applies the hidden units' function in place.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="values">The units' sums, [units, stride]; receives the function's values.</param>
    /// <param name="columns">The columns to process, a multiple of the vector's elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(HiddenActivation activation, in BatchView<T> values, int columns)
    {
        var rows = values.Start;
        var units = values.Rows;
        var stride = values.Stride;
        if (columns == stride)
        {
            // The rows are contiguous, like one long row.
            (units, columns) = (1, units * columns);
        }

        for (var unit = 0; unit < units; unit++)
        {
            var row = rows + unit * stride;
            switch (activation)
            {
                case HiddenActivation.Relu:
                    for (var column = 0; column < columns; column += TSimd.Count)
                    {
                        // NaN compares false and stays, so that divergence is detected.
                        var z = TSimd.Load(row + column);
                        TSimd.Store(row + column, TSimd.Select(TSimd.LessOrEqual(z, TSimd.Constant(0)), TSimd.Constant(0), z));
                    }

                    break;
                case HiddenActivation.Tanh:
                    for (var column = 0; column < columns; column += TSimd.Count)
                    {
                        TSimd.Store(row + column, ElementaryFunctions<TSimd, TVector, T>.Tanh(TSimd.Load(row + column)));
                    }

                    break;
                case HiddenActivation.Sigmoid:
                    for (var column = 0; column < columns; column += TSimd.Count)
                    {
                        TSimd.Store(row + column, ElementaryFunctions<TSimd, TVector, T>.Sigmoid(TSimd.Load(row + column)));
                    }

                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
            }
        }
    }

    /// <summary>Multiplies gradients by the derivative of the hidden units' function in place.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="values">The function's values, [units, stride].</param>
    /// <param name="gradients">The gradients, [units, stride], with the stride of <paramref name="values"/>.</param>
    /// <param name="columns">The columns to process, a multiple of the vector's elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(HiddenActivation activation, in BatchView<T> values, in BatchView<T> gradients, int columns)
    {
        var firstValue = values.Start;
        var firstGradient = gradients.Start;
        var units = values.Rows;
        var stride = values.Stride;
        if (columns == stride)
        {
            // The rows are contiguous, like one long row.
            (units, columns) = (1, units * columns);
        }

        for (var unit = 0; unit < units; unit++)
        {
            var value = firstValue + unit * stride;
            var gradient = firstGradient + unit * stride;
            switch (activation)
            {
                case HiddenActivation.Relu:
                    for (var column = 0; column < columns; column += TSimd.Count)
                    {
                        var inactive = TSimd.LessOrEqual(TSimd.Load(value + column), TSimd.Constant(0));
                        TSimd.Store(gradient + column, TSimd.Select(inactive, TSimd.Constant(0), TSimd.Load(gradient + column)));
                    }

                    break;
                case HiddenActivation.Tanh:
                    for (var column = 0; column < columns; column += TSimd.Count)
                    {
                        var a = TSimd.Load(value + column);
                        var derivative = TSimd.Subtract(TSimd.Constant(1), TSimd.Multiply(a, a));
                        TSimd.Store(gradient + column, TSimd.Multiply(TSimd.Load(gradient + column), derivative));
                    }

                    break;
                case HiddenActivation.Sigmoid:
                    for (var column = 0; column < columns; column += TSimd.Count)
                    {
                        var a = TSimd.Load(value + column);
                        var derivative = TSimd.Multiply(a, TSimd.Subtract(TSimd.Constant(1), a));
                        TSimd.Store(gradient + column, TSimd.Multiply(TSimd.Load(gradient + column), derivative));
                    }

                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
            }
        }
    }
}
