using System.Runtime.CompilerServices;
using NNOptim.Shared.Experiments;
using NNOptim.Worker.Training.Numerics;

namespace NNOptim.Worker.Training.Kernels;

/// <summary>
/// The passes through one fully connected layer. Activations and their gradients lie as structure of arrays: one row a
/// unit, one column an example, <c>stride</c> columns a row, of which the first <c>width</c> (a multiple of
/// <see cref="Lanes{T}.Count"/>) are worked on. Every sum over units runs in order from the bias or the first unit.
/// </summary>
internal static unsafe class LayerKernel<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>z = W a + b.</summary>
    /// <param name="weights">Row-major [outputs, inputs].</param>
    /// <param name="biases">[outputs].</param>
    /// <param name="input">a, [inputs, stride].</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="output">z, [outputs, stride].</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="stride">Columns from one row to the next.</param>
    /// <param name="width">Columns to work on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(T* weights, T* biases, T* input, int inputs, T* output, int outputs, int stride, int width)
    {
        for (var unit = 0; unit < outputs; unit++)
        {
            var weight = weights + (nint)unit * inputs;
            var bias = TSimd.Broadcast(biases[unit]);
            for (var column = 0; column < width; column += TSimd.Count)
            {
                var sum = bias;
                var a = input + column;
                for (var k = 0; k < inputs; k++)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Broadcast(weight[k]), TSimd.Load(a), sum);
                    a += stride;
                }

                TSimd.Store(output + (nint)unit * stride + column, sum);
            }
        }
    }

    /// <summary>The gradient of a layer's inputs: W^T d, before the activation's derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(T* weights, T* delta, int outputs, T* target, int inputs, int stride, int width)
    {
        for (var k = 0; k < inputs; k++)
        {
            for (var column = 0; column < width; column += TSimd.Count)
            {
                var sum = TSimd.Constant(0);
                for (var unit = 0; unit < outputs; unit++)
                {
                    sum = TSimd.MultiplyAdd(
                        TSimd.Broadcast(weights[(nint)unit * inputs + k]), TSimd.Load(delta + (nint)unit * stride + column), sum);
                }

                TSimd.Store(target + (nint)k * stride + column, sum);
            }
        }
    }

    /// <summary>The lanes of the gradient of one unit's weights: block k is the sum over examples of d a_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient(T* delta, T* input, int inputs, T* blocks, int stride, int width)
    {
        for (var k = 0; k < inputs; k++)
        {
            for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
            {
                var sum = TSimd.Constant(0);
                for (var column = part; column < width; column += Lanes<T>.Count)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(delta + column), TSimd.Load(input + (nint)k * stride + column), sum);
                }

                TSimd.Store(blocks + (nint)k * Lanes<T>.Count + part, sum);
            }
        }
    }

    /// <summary>The lanes of the gradient of each unit's bias: block j is the sum over examples of d_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BiasGradient(T* delta, int outputs, T* blocks, int stride, int width)
    {
        for (var unit = 0; unit < outputs; unit++)
        {
            for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
            {
                var sum = TSimd.Constant(0);
                for (var column = part; column < width; column += Lanes<T>.Count)
                {
                    sum = TSimd.Add(sum, TSimd.Load(delta + (nint)unit * stride + column));
                }

                TSimd.Store(blocks + (nint)unit * Lanes<T>.Count + part, sum);
            }
        }
    }

    /// <summary>Applies the hidden units' function to rows in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(HiddenActivation activation, T* rows, int units, int stride, int width)
    {
        for (var unit = 0; unit < units; unit++)
        {
            var row = rows + (nint)unit * stride;
            switch (activation)
            {
                case HiddenActivation.Relu:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        // Not-a-number compares false and stays, so that divergence is seen.
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
                default:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        TSimd.Store(row + column, ElementaryFunctions<TSimd, TVector, T>.Sigmoid(TSimd.Load(row + column)));
                    }

                    break;
            }
        }
    }

    /// <summary>Multiplies gradients by the derivative of the hidden units' function, given its values, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(HiddenActivation activation, T* values, T* gradients, int units, int stride, int width)
    {
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
                default:
                    for (var column = 0; column < width; column += TSimd.Count)
                    {
                        var a = TSimd.Load(value + column);
                        var derivative = TSimd.Multiply(a, TSimd.Subtract(TSimd.Constant(1), a));
                        TSimd.Store(gradient + column, TSimd.Multiply(TSimd.Load(gradient + column), derivative));
                    }

                    break;
            }
        }
    }
}
