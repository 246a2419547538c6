using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>
/// Computes the same as <see cref="MatrixKernel{TSimd, TVector, T}"/> and <see cref="GradientKernel{TSimd, TVector, T}"/>, to the last bit,
/// for small layers. In small layers, the overhead of larger tiles would exceed the work. Each kernel is one loop nest with tiles of two by
/// two.
/// </summary>
internal static unsafe class SmallNetwork<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>The most parameters of a small network.</summary>
    public const int MostParameters = 512;

    /// <summary>
    /// Like <see cref="MatrixKernel{TSimd, TVector, T}.Multiply"/>. Processes whole pairs of vectors of columns, so the views need memory for
    /// them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, Rectifier<T> rectifier)
    {
        var weights = map.Weights;
        var unitStride = map.UnitStride;
        var termStride = map.TermStride;
        var biases = map.Biases;
        var units = map.Units;
        var terms = map.Terms;
        var inputs = input.Start;
        var outputs = output.Start;
        var stride = output.Stride;
        var relu = rectifier.Relu;
        var active = rectifier.Active;
        var zero = TSimd.Constant(0);
        var unit = 0;
        for (; unit < units - 1; unit += 2)
        {
            var start0 = biases != null ? TSimd.Broadcast(biases[unit]) : zero;
            var start1 = biases != null ? TSimd.Broadcast(biases[unit + 1]) : zero;
            for (nint column = 0; column < columns; column += 2 * TSimd.Count)
            {
                var a = inputs + column;
                var w = weights;
                TVector s00 = start0, s01 = start0, s10 = start1, s11 = start1;
                for (var term = 0; term < terms; term++)
                {
                    var a0 = TSimd.Load(a);
                    var a1 = TSimd.Load(a + TSimd.Count);
                    var w0 = TSimd.Broadcast(*w);
                    var w1 = TSimd.Broadcast(w[unitStride]);
                    s00 = TSimd.MultiplyAdd(w0, a0, s00);
                    s01 = TSimd.MultiplyAdd(w0, a1, s01);
                    s10 = TSimd.MultiplyAdd(w1, a0, s10);
                    s11 = TSimd.MultiplyAdd(w1, a1, s11);
                    a += stride;
                    w += termStride;
                }

                var o = outputs + column;
                if (relu)
                {
                    s00 = TSimd.Select(TSimd.LessOrEqual(s00, zero), zero, s00);
                    s01 = TSimd.Select(TSimd.LessOrEqual(s01, zero), zero, s01);
                    s10 = TSimd.Select(TSimd.LessOrEqual(s10, zero), zero, s10);
                    s11 = TSimd.Select(TSimd.LessOrEqual(s11, zero), zero, s11);
                }
                else if (active != null)
                {
                    var k = active + column;
                    s00 = TSimd.Select(TSimd.LessOrEqual(TSimd.Load(k), zero), zero, s00);
                    s01 = TSimd.Select(TSimd.LessOrEqual(TSimd.Load(k + TSimd.Count), zero), zero, s01);
                    s10 = TSimd.Select(TSimd.LessOrEqual(TSimd.Load(k + stride), zero), zero, s10);
                    s11 = TSimd.Select(TSimd.LessOrEqual(TSimd.Load(k + stride + TSimd.Count), zero), zero, s11);
                }

                TSimd.Store(o, s00);
                TSimd.Store(o + TSimd.Count, s01);
                TSimd.Store(o + stride, s10);
                TSimd.Store(o + stride + TSimd.Count, s11);
            }

            weights += 2 * unitStride;
            outputs += 2 * stride;
            active = active == null ? null : active + 2 * stride;
        }

        if (unit == units)
        {
            return;
        }

        var start = biases != null ? TSimd.Broadcast(biases[unit]) : zero;
        for (nint column = 0; column < columns; column += 2 * TSimd.Count)
        {
            var a = inputs + column;
            var w = weights;
            TVector s0 = start, s1 = start;
            for (var term = 0; term < terms; term++)
            {
                var w0 = TSimd.Broadcast(*w);
                s0 = TSimd.MultiplyAdd(w0, TSimd.Load(a), s0);
                s1 = TSimd.MultiplyAdd(w0, TSimd.Load(a + TSimd.Count), s1);
                a += stride;
                w += termStride;
            }

            if (relu)
            {
                s0 = TSimd.Select(TSimd.LessOrEqual(s0, zero), zero, s0);
                s1 = TSimd.Select(TSimd.LessOrEqual(s1, zero), zero, s1);
            }
            else if (active != null)
            {
                s0 = TSimd.Select(TSimd.LessOrEqual(TSimd.Load(active + column), zero), zero, s0);
                s1 = TSimd.Select(TSimd.LessOrEqual(TSimd.Load(active + column + TSimd.Count), zero), zero, s1);
            }

            TSimd.Store(outputs + column, s0);
            TSimd.Store(outputs + column + TSimd.Count, s1);
        }
    }

    /// <summary>The blocks of a layer's weights and biases, like those of <see cref="GradientKernel{TSimd, TVector, T}"/>.</summary>
    /// <param name="delta">The gradients of the layer's sums, [units, stride].</param>
    /// <param name="activations">[inputs, stride], followed in memory by a row of ones, which gives the biases.</param>
    /// <param name="columns">The columns to process, a multiple of <see cref="Lanes{T}.Count"/>.</param>
    /// <param name="weights">Receives the weights' blocks, [units, inputs].</param>
    /// <param name="biases">Receives the biases' blocks, [units].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradients(in BatchView<T> delta, in BatchView<T> activations, int columns, T* weights, T* biases)
    {
        var units = delta.Rows;
        var inputs = activations.Rows;
        var stride = delta.Stride;
        var firstDelta = delta.Start;
        var firstActivation = activations.Start;
        var zero = TSimd.Constant(0);
        for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
        {
            for (var unit = 0; unit < units; unit += 2)
            {
                // An odd last unit or input is paired with itself: its result is computed and stored twice.
                var next = Math.Min(unit + 1, units - 1);
                var d0 = firstDelta + unit * stride + part;
                var d1 = firstDelta + next * stride + part;
                for (var input = 0; input <= inputs; input += 2)
                {
                    var other = Math.Min(input + 1, inputs);
                    var a0 = firstActivation + input * stride + part;
                    var a1 = firstActivation + other * stride + part;
                    TVector s00 = zero, s01 = zero, s10 = zero, s11 = zero;
                    for (nint column = 0; column < columns; column += Lanes<T>.Count)
                    {
                        var x0 = TSimd.Load(a0 + column);
                        var x1 = TSimd.Load(a1 + column);
                        var y0 = TSimd.Load(d0 + column);
                        var y1 = TSimd.Load(d1 + column);
                        s00 = TSimd.MultiplyAdd(y0, x0, s00);
                        s01 = TSimd.MultiplyAdd(y0, x1, s01);
                        s10 = TSimd.MultiplyAdd(y1, x0, s10);
                        s11 = TSimd.MultiplyAdd(y1, x1, s11);
                    }

                    Store(weights, biases, unit, input, inputs, part, s00);
                    Store(weights, biases, unit, other, inputs, part, s01);
                    Store(weights, biases, next, input, inputs, part, s10);
                    Store(weights, biases, next, other, inputs, part, s11);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* weights, T* biases, int unit, int input, int inputs, int part, TVector sum)
    {
        var block = input < inputs ? weights + (unit * inputs + input) * Lanes<T>.Count : biases + unit * Lanes<T>.Count;
        TSimd.Store(block + part, sum);
    }
}
