using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>
/// The gradient of a layer's weights and biases over a batch. When a vector holds all lanes, they are summed in registers, otherwise from
/// blocks of <see cref="Lanes{T}.Count"/> in memory; both with <see cref="LaneSums"/>.
/// </summary>
internal static unsafe class GradientKernel<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>
    /// The number of blocks of scratch memory for <see cref="Weights"/> and <see cref="Biases"/>: 16 KB, half a first-level cache.
    /// </summary>
    public const int Blocks = 256;

    // The weights whose blocks are in memory at a time.
    private const int InputsPerPart = 32;
    private const int UnitsPerPart = Blocks / InputsPerPart;

    /// <summary>gradients[unit, input] = scale * (sum over examples of delta[unit] * activation[input]).</summary>
    /// <param name="delta">The gradients of the units' sums, [units, stride].</param>
    /// <param name="activations">[inputs, stride], with the stride of <paramref name="delta"/>.</param>
    /// <param name="columns">The columns to process, a multiple of <see cref="Lanes{T}.Count"/>.</param>
    /// <param name="gradients">Receives the gradients, [units, inputs].</param>
    /// <param name="scale">The factor of every sum.</param>
    /// <param name="blocks">Scratch memory for <see cref="Blocks"/> blocks.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(
        in BatchView<T> delta, in BatchView<T> activations, int columns, T* gradients, T scale, T* blocks)
    {
        var units = delta.Rows;
        var inputs = activations.Rows;
        if (!LaneSums.HoldsAllLanes<TVector>())
        {
            ByBlocks(delta, activations, columns, gradients, inputs, scale, blocks);
            return;
        }

        var unitQuads = units & ~3;
        var inputQuads = inputs & ~3;
        if (inputQuads > 0)
        {
            var quadActivations = activations.SliceRows(0, inputQuads);
            for (var unit = 0; unit < unitQuads; unit += 4)
            {
                Tiles4X4(delta.SliceRows(unit, 4), quadActivations, columns, gradients + (nint)unit * inputs, inputs, scale, true);
            }
        }

        if (inputQuads < inputs && unitQuads > 0)
        {
            ByBlocks(
                delta.SliceRows(0, unitQuads),
                activations.SliceRows(inputQuads, inputs - inputQuads),
                columns,
                gradients + inputQuads,
                inputs,
                scale,
                blocks);
        }

        if (unitQuads < units)
        {
            ByBlocks(
                delta.SliceRows(unitQuads, units - unitQuads),
                activations,
                columns,
                gradients + (nint)unitQuads * inputs,
                inputs,
                scale,
                blocks);
        }
    }

    /// <summary>Block [unit] = the lanes of the sum over examples of delta[unit].</summary>
    /// <param name="delta">[units, stride].</param>
    /// <param name="columns">The columns to process, a multiple of <see cref="Lanes{T}.Count"/>.</param>
    /// <param name="blocks">Receives the blocks, [units].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Biases(in BatchView<T> delta, int columns, T* blocks)
    {
        var units = delta.Rows;
        for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
        {
            var d = delta.Start;
            for (var unit = 0; unit < units; unit++)
            {
                var sum = TSimd.Constant(0);
                for (var column = part; column < columns; column += Lanes<T>.Count)
                {
                    sum = TSimd.Add(sum, TSimd.Load(d + column));
                }

                TSimd.Store(blocks + unit * Lanes<T>.Count + part, sum);
                d += delta.Stride;
            }
        }
    }

    // Processes some units and inputs at a time: computes all their blocks, then the sums of the blocks. "rowStride" is the number of elements
    // from one row of gradients to the next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ByBlocks(
        in BatchView<T> delta, in BatchView<T> activations, int columns, T* gradients, nint rowStride, T scale, T* blocks)
    {
        var units = delta.Rows;
        var inputs = activations.Rows;
        var inputsAtOnce = Math.Min(InputsPerPart, inputs);
        for (var input = 0; input < inputs; input += inputsAtOnce)
        {
            var inputCount = Math.Min(inputsAtOnce, inputs - input);
            var part = activations.SliceRows(input, inputCount);
            for (var unit = 0; unit < units; unit += UnitsPerPart)
            {
                var unitCount = Math.Min(UnitsPerPart, units - unit);
                BlocksOf(delta.SliceRows(unit, unitCount), part, columns, blocks);
                for (var row = 0; row < unitCount; row++)
                {
                    LaneSums.Reduce(
                        blocks + (nint)row * inputCount * Lanes<T>.Count, gradients + (unit + row) * rowStride + input, inputCount, scale);
                }
            }
        }
    }

    // Block [unit, input] = the lanes of the sum over examples of delta[unit] * activation[input].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BlocksOf(in BatchView<T> delta, in BatchView<T> activations, int columns, T* blocks)
    {
        var units = delta.Rows;
        var inputs = activations.Rows;
        var unitQuads = units & ~3;
        var inputQuads = inputs & ~3;
        var rowStride = (nint)inputs * Lanes<T>.Count;
        for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
        {
            // The kernels read one vector of each block of lanes: the lanes from "part" on.
            var deltaPart = delta.FromColumn(part);
            var activationsPart = activations.FromColumn(part);
            var quadActivations = activationsPart.SliceRows(0, inputQuads);
            for (var unit = 0; unit < unitQuads; unit += 4)
            {
                var d = deltaPart.SliceRows(unit, 4);
                var target = blocks + unit * rowStride + part;
                if (inputQuads > 0)
                {
                    Tiles4X4(d, quadActivations, columns, target, rowStride, default, false);
                }

                for (var input = inputQuads; input < inputs; input++)
                {
                    Tile4X1(d, activationsPart.Start + input * activations.Stride, columns, target + input * Lanes<T>.Count, rowStride);
                }
            }

            for (var unit = unitQuads; unit < units; unit++)
            {
                Tiles1(delta.Start + unit * delta.Stride + part, activationsPart, columns, blocks + unit * rowStride + part);
            }
        }
    }

    // Stores the blocks of four units. If "summed" is true and a vector holds all lanes, stores the scaled sums of the blocks instead.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tiles4X4(
        in BatchView<T> delta, in BatchView<T> activations, int columns, T* target, nint rowStride, T scale, bool summed)
    {
        var d0 = delta.Start;
        var firstActivation = activations.Start;
        var inputs = activations.Rows;
        var stride = delta.Stride;
        for (var input = 0; input < inputs; input += 4)
        {
            var zero = TSimd.Constant(0);
            TVector s00 = zero, s01 = zero, s02 = zero, s03 = zero, s10 = zero, s11 = zero, s12 = zero, s13 = zero;
            TVector s20 = zero, s21 = zero, s22 = zero, s23 = zero, s30 = zero, s31 = zero, s32 = zero, s33 = zero;
            var d1 = d0 + stride;
            var d2 = d1 + stride;
            var d3 = d2 + stride;
            var a0 = firstActivation + input * stride;
            var a1 = a0 + stride;
            var a2 = a1 + stride;
            var a3 = a2 + stride;
            for (nint column = 0; column < columns; column += Lanes<T>.Count)
            {
                var x0 = TSimd.Load(a0 + column);
                var x1 = TSimd.Load(a1 + column);
                var x2 = TSimd.Load(a2 + column);
                var x3 = TSimd.Load(a3 + column);
                var d = TSimd.Load(d0 + column);
                s00 = TSimd.MultiplyAdd(d, x0, s00);
                s01 = TSimd.MultiplyAdd(d, x1, s01);
                s02 = TSimd.MultiplyAdd(d, x2, s02);
                s03 = TSimd.MultiplyAdd(d, x3, s03);
                d = TSimd.Load(d1 + column);
                s10 = TSimd.MultiplyAdd(d, x0, s10);
                s11 = TSimd.MultiplyAdd(d, x1, s11);
                s12 = TSimd.MultiplyAdd(d, x2, s12);
                s13 = TSimd.MultiplyAdd(d, x3, s13);
                d = TSimd.Load(d2 + column);
                s20 = TSimd.MultiplyAdd(d, x0, s20);
                s21 = TSimd.MultiplyAdd(d, x1, s21);
                s22 = TSimd.MultiplyAdd(d, x2, s22);
                s23 = TSimd.MultiplyAdd(d, x3, s23);
                d = TSimd.Load(d3 + column);
                s30 = TSimd.MultiplyAdd(d, x0, s30);
                s31 = TSimd.MultiplyAdd(d, x1, s31);
                s32 = TSimd.MultiplyAdd(d, x2, s32);
                s33 = TSimd.MultiplyAdd(d, x3, s33);
            }

            if (summed && LaneSums.HoldsAllLanes<TVector>())
            {
                LaneSums.Reduce(
                    target + input,
                    rowStride,
                    scale,
                    LaneSums.Row<T, TVector>(s00, s01, s02, s03),
                    LaneSums.Row<T, TVector>(s10, s11, s12, s13),
                    LaneSums.Row<T, TVector>(s20, s21, s22, s23),
                    LaneSums.Row<T, TVector>(s30, s31, s32, s33));
                continue;
            }

            var row = target + input * Lanes<T>.Count;
            Store4(row, s00, s01, s02, s03);
            Store4(row + rowStride, s10, s11, s12, s13);
            Store4(row + 2 * rowStride, s20, s21, s22, s23);
            Store4(row + 3 * rowStride, s30, s31, s32, s33);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(T* target, TVector a, TVector b, TVector c, TVector d)
    {
        TSimd.Store(target, a);
        TSimd.Store(target + Lanes<T>.Count, b);
        TSimd.Store(target + 2 * Lanes<T>.Count, c);
        TSimd.Store(target + 3 * Lanes<T>.Count, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile4X1(in BatchView<T> delta, T* activation, int columns, T* blocks, nint rowStride)
    {
        var firstDelta = delta.Start;
        var stride = delta.Stride;
        var zero = TSimd.Constant(0);
        TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        for (nint column = 0; column < columns; column += Lanes<T>.Count)
        {
            var d = firstDelta + column;
            var x = TSimd.Load(activation + column);
            s0 = TSimd.MultiplyAdd(TSimd.Load(d), x, s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(d + stride), x, s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(d + 2 * stride), x, s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(d + 3 * stride), x, s3);
        }

        TSimd.Store(blocks, s0);
        TSimd.Store(blocks + rowStride, s1);
        TSimd.Store(blocks + 2 * rowStride, s2);
        TSimd.Store(blocks + 3 * rowStride, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tiles1(T* delta, in BatchView<T> activations, int columns, T* blocks)
    {
        var firstActivation = activations.Start;
        var inputs = activations.Rows;
        var stride = activations.Stride;
        var input = 0;
        var zero = TSimd.Constant(0);
        for (; input <= inputs - 4; input += 4)
        {
            TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
            var a = firstActivation + input * stride;
            for (nint column = 0; column < columns; column += Lanes<T>.Count)
            {
                var d = TSimd.Load(delta + column);
                s0 = TSimd.MultiplyAdd(d, TSimd.Load(a + column), s0);
                s1 = TSimd.MultiplyAdd(d, TSimd.Load(a + stride + column), s1);
                s2 = TSimd.MultiplyAdd(d, TSimd.Load(a + 2 * stride + column), s2);
                s3 = TSimd.MultiplyAdd(d, TSimd.Load(a + 3 * stride + column), s3);
            }

            Store4(blocks + input * Lanes<T>.Count, s0, s1, s2, s3);
        }

        for (; input < inputs; input++)
        {
            var sum = zero;
            var a = firstActivation + input * stride;
            for (nint column = 0; column < columns; column += Lanes<T>.Count)
            {
                sum = TSimd.MultiplyAdd(TSimd.Load(delta + column), TSimd.Load(a + column), sum);
            }

            TSimd.Store(blocks + input * Lanes<T>.Count, sum);
        }
    }
}
