using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>
/// The hidden units' function and its derivative. Activations and their gradients are a structure of arrays: one row a unit, one column an
/// example, <c>stride</c> columns a row. The first <c>width</c> columns (a multiple of <see cref="Lanes{T}.Count"/>) are processed.
/// </summary>
internal static unsafe class ActivationKernel<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Applies the hidden units' function to rows in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(HiddenActivation activation, T* rows, int units, int stride, int width)
    {
        if (width == stride)
        {
            // Contiguous rows are processed as one long row.
            (units, width) = (1, units * width);
        }

        for (var unit = 0; unit < units; unit++)
        {
            var row = rows + (nint)unit * stride;
            switch (activation)
            {
                case HiddenActivation.Relu:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        // NaN compares false and stays, so that divergence is detected.
                        var z = TSimd.Load(row + column);
                        TSimd.Store(row + column, TSimd.Select(TSimd.LessOrEqual(z, TSimd.Constant(0)), TSimd.Constant(0), z));
                    }

                    break;
                case HiddenActivation.Tanh:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        TSimd.Store(row + column, ElementaryFunctions<TSimd, TVector, T>.Tanh(TSimd.Load(row + column)));
                    }

                    break;
                case HiddenActivation.Sigmoid:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        TSimd.Store(row + column, ElementaryFunctions<TSimd, TVector, T>.Sigmoid(TSimd.Load(row + column)));
                    }

                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
            }
        }
    }

    /// <summary>Multiplies gradients by the derivative of the hidden units' function, given its values, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(HiddenActivation activation, T* values, T* gradients, int units, int stride, int width)
    {
        if (width == stride)
        {
            // Contiguous rows are processed as one long row.
            (units, width) = (1, units * width);
        }

        for (var unit = 0; unit < units; unit++)
        {
            var value = values + (nint)unit * stride;
            var gradient = gradients + (nint)unit * stride;
            switch (activation)
            {
                case HiddenActivation.Relu:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        var inactive = TSimd.LessOrEqual(TSimd.Load(value + column), TSimd.Constant(0));
                        TSimd.Store(gradient + column, TSimd.Select(inactive, TSimd.Constant(0), TSimd.Load(gradient + column)));
                    }

                    break;
                case HiddenActivation.Tanh:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        var a = TSimd.Load(value + column);
                        var derivative = TSimd.Subtract(TSimd.Constant(1), TSimd.Multiply(a, a));
                        TSimd.Store(gradient + column, TSimd.Multiply(TSimd.Load(gradient + column), derivative));
                    }

                    break;
                case HiddenActivation.Sigmoid:
                    for (var column = 0; column < width; column += TSimd.Count)
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
