using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>
/// Weights times a batch: output[unit, column] = bias[unit] + sum over terms, in order, of weight[unit, term] * input[term, column].
/// Columns are examples, each in its own lane, so tiling changes no bit.
/// </summary>
internal static unsafe class MatrixKernel<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    // Terms in one pass: 64 rows of four vectors are 16 KB, half a first-level cache.
    private const int TermsPerPass = 64;

    // Units and column vectors in one tile: 16 sums in registers.
    private const int Tile = 4;

    /// <summary>Applies a map to a batch.</summary>
    /// <param name="map">The map.</param>
    /// <param name="input">[terms, stride].</param>
    /// <param name="output">Receives the results, [units, stride], with the stride of <paramref name="input"/>.</param>
    /// <param name="columns">The columns to process, a multiple of the vector's elements.</param>
    /// <param name="rectifier">Acts on each result before it is stored.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, Rectifier<T> rectifier)
    {
        var wide = columns / (Tile * TSimd.Count) * (Tile * TSimd.Count);
        var terms = map.Terms;
        if (terms <= TermsPerPass)
        {
            // One pass: all columns at once.
            Pass(map, input, output, columns, wide, false, rectifier);
            return;
        }

        for (var column = 0; column < columns;)
        {
            var part = column < wide ? Tile * TSimd.Count : columns - wide;
            var target = output.FromColumn(column);
            for (var term = 0; term < terms; term += TermsPerPass)
            {
                var count = Math.Min(TermsPerPass, terms - term);
                Pass(
                    map.SliceTerms(term, count),
                    input.SliceRows(term, count).FromColumn(column),
                    target,
                    part,
                    column < wide ? part : 0,
                    term > 0,
                    term + TermsPerPass >= terms ? rectifier.From(column) : default);
            }

            column += part;
        }
    }

    // Processes all terms of a map. Tiles four vectors wide process the first "wide" columns. When "more" is true, the sums begin with the
    // output's values, the sums of earlier terms, instead of the biases.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, int wide, bool more, Rectifier<T> rectifier)
    {
        var quads = map.Units / Tile * Tile;
        var rest = map.Units - quads;
        var restMap = map.SliceUnits(quads, rest);
        var restRectifier = rectifier.From(quads * output.Stride);
        if (wide > 0)
        {
            if (quads > 0)
            {
                Tiles4X4(map.SliceUnits(0, quads), input, output.SliceRows(0, quads), wide, more, rectifier);
            }

            if (rest > 0)
            {
                Tiles1X4(restMap, input, output.SliceRows(quads, rest), wide, more, restRectifier);
            }
        }

        var narrow = columns - wide;
        if (narrow > 0)
        {
            var source = input.FromColumn(wide);
            var target = output.FromColumn(wide);
            if (quads > 0)
            {
                Tiles4X1(map.SliceUnits(0, quads), source, target.SliceRows(0, quads), narrow, more, rectifier.From(wide));
            }

            if (rest > 0)
            {
                Tiles1X1(restMap, source, target.SliceRows(quads, rest), narrow, more, restRectifier.From(wide));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tiles4X4(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, bool more, Rectifier<T> rectifier)
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
        for (nint column = 0; column < columns; column += Tile * TSimd.Count)
        {
            for (var unit = 0; unit < units; unit += Tile)
            {
                var o0 = outputs + unit * stride + column;
                var o1 = o0 + stride;
                var o2 = o1 + stride;
                var o3 = o2 + stride;
                TVector s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33;
                if (more)
                {
                    s00 = TSimd.Load(o0);
                    s01 = TSimd.Load(o0 + TSimd.Count);
                    s02 = TSimd.Load(o0 + 2 * TSimd.Count);
                    s03 = TSimd.Load(o0 + 3 * TSimd.Count);
                    s10 = TSimd.Load(o1);
                    s11 = TSimd.Load(o1 + TSimd.Count);
                    s12 = TSimd.Load(o1 + 2 * TSimd.Count);
                    s13 = TSimd.Load(o1 + 3 * TSimd.Count);
                    s20 = TSimd.Load(o2);
                    s21 = TSimd.Load(o2 + TSimd.Count);
                    s22 = TSimd.Load(o2 + 2 * TSimd.Count);
                    s23 = TSimd.Load(o2 + 3 * TSimd.Count);
                    s30 = TSimd.Load(o3);
                    s31 = TSimd.Load(o3 + TSimd.Count);
                    s32 = TSimd.Load(o3 + 2 * TSimd.Count);
                    s33 = TSimd.Load(o3 + 3 * TSimd.Count);
                }
                else if (biases != null)
                {
                    s00 = s01 = s02 = s03 = TSimd.Broadcast(biases[unit]);
                    s10 = s11 = s12 = s13 = TSimd.Broadcast(biases[unit + 1]);
                    s20 = s21 = s22 = s23 = TSimd.Broadcast(biases[unit + 2]);
                    s30 = s31 = s32 = s33 = TSimd.Broadcast(biases[unit + 3]);
                }
                else
                {
                    s00 = s01 = s02 = s03 = s10 = s11 = s12 = s13 = TSimd.Constant(0);
                    s20 = s21 = s22 = s23 = s30 = s31 = s32 = s33 = TSimd.Constant(0);
                }

                var w0 = weights + unit * unitStride;
                var w1 = w0 + unitStride;
                var w2 = w1 + unitStride;
                var w3 = w2 + unitStride;
                var a = inputs + column;
                for (var term = 0; term < terms; term++)
                {
                    var a0 = TSimd.Load(a);
                    var a1 = TSimd.Load(a + TSimd.Count);
                    var a2 = TSimd.Load(a + 2 * TSimd.Count);
                    var a3 = TSimd.Load(a + 3 * TSimd.Count);
                    var weight = TSimd.Broadcast(*w0);
                    s00 = TSimd.MultiplyAdd(weight, a0, s00);
                    s01 = TSimd.MultiplyAdd(weight, a1, s01);
                    s02 = TSimd.MultiplyAdd(weight, a2, s02);
                    s03 = TSimd.MultiplyAdd(weight, a3, s03);
                    weight = TSimd.Broadcast(*w1);
                    s10 = TSimd.MultiplyAdd(weight, a0, s10);
                    s11 = TSimd.MultiplyAdd(weight, a1, s11);
                    s12 = TSimd.MultiplyAdd(weight, a2, s12);
                    s13 = TSimd.MultiplyAdd(weight, a3, s13);
                    weight = TSimd.Broadcast(*w2);
                    s20 = TSimd.MultiplyAdd(weight, a0, s20);
                    s21 = TSimd.MultiplyAdd(weight, a1, s21);
                    s22 = TSimd.MultiplyAdd(weight, a2, s22);
                    s23 = TSimd.MultiplyAdd(weight, a3, s23);
                    weight = TSimd.Broadcast(*w3);
                    s30 = TSimd.MultiplyAdd(weight, a0, s30);
                    s31 = TSimd.MultiplyAdd(weight, a1, s31);
                    s32 = TSimd.MultiplyAdd(weight, a2, s32);
                    s33 = TSimd.MultiplyAdd(weight, a3, s33);
                    a += stride;
                    w0 += termStride;
                    w1 += termStride;
                    w2 += termStride;
                    w3 += termStride;
                }

                if (relu)
                {
                    s00 = Relu(s00);
                    s01 = Relu(s01);
                    s02 = Relu(s02);
                    s03 = Relu(s03);
                    s10 = Relu(s10);
                    s11 = Relu(s11);
                    s12 = Relu(s12);
                    s13 = Relu(s13);
                    s20 = Relu(s20);
                    s21 = Relu(s21);
                    s22 = Relu(s22);
                    s23 = Relu(s23);
                    s30 = Relu(s30);
                    s31 = Relu(s31);
                    s32 = Relu(s32);
                    s33 = Relu(s33);
                }

                if (active != null)
                {
                    s00 = Kept(s00, active + unit * stride + column);
                    s01 = Kept(s01, active + unit * stride + column + TSimd.Count);
                    s02 = Kept(s02, active + unit * stride + column + 2 * TSimd.Count);
                    s03 = Kept(s03, active + unit * stride + column + 3 * TSimd.Count);
                    s10 = Kept(s10, active + unit * stride + column + stride);
                    s11 = Kept(s11, active + unit * stride + column + stride + TSimd.Count);
                    s12 = Kept(s12, active + unit * stride + column + stride + 2 * TSimd.Count);
                    s13 = Kept(s13, active + unit * stride + column + stride + 3 * TSimd.Count);
                    s20 = Kept(s20, active + unit * stride + column + 2 * stride);
                    s21 = Kept(s21, active + unit * stride + column + 2 * stride + TSimd.Count);
                    s22 = Kept(s22, active + unit * stride + column + 2 * stride + 2 * TSimd.Count);
                    s23 = Kept(s23, active + unit * stride + column + 2 * stride + 3 * TSimd.Count);
                    s30 = Kept(s30, active + unit * stride + column + 3 * stride);
                    s31 = Kept(s31, active + unit * stride + column + 3 * stride + TSimd.Count);
                    s32 = Kept(s32, active + unit * stride + column + 3 * stride + 2 * TSimd.Count);
                    s33 = Kept(s33, active + unit * stride + column + 3 * stride + 3 * TSimd.Count);
                }

                TSimd.Store(o0, s00);
                TSimd.Store(o0 + TSimd.Count, s01);
                TSimd.Store(o0 + 2 * TSimd.Count, s02);
                TSimd.Store(o0 + 3 * TSimd.Count, s03);
                TSimd.Store(o1, s10);
                TSimd.Store(o1 + TSimd.Count, s11);
                TSimd.Store(o1 + 2 * TSimd.Count, s12);
                TSimd.Store(o1 + 3 * TSimd.Count, s13);
                TSimd.Store(o2, s20);
                TSimd.Store(o2 + TSimd.Count, s21);
                TSimd.Store(o2 + 2 * TSimd.Count, s22);
                TSimd.Store(o2 + 3 * TSimd.Count, s23);
                TSimd.Store(o3, s30);
                TSimd.Store(o3 + TSimd.Count, s31);
                TSimd.Store(o3 + 2 * TSimd.Count, s32);
                TSimd.Store(o3 + 3 * TSimd.Count, s33);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tiles1X4(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, bool more, Rectifier<T> rectifier)
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
        for (nint column = 0; column < columns; column += Tile * TSimd.Count)
        {
            for (var unit = 0; unit < units; unit++)
            {
                var o = outputs + unit * stride + column;
                TVector s0, s1, s2, s3;
                if (more)
                {
                    s0 = TSimd.Load(o);
                    s1 = TSimd.Load(o + TSimd.Count);
                    s2 = TSimd.Load(o + 2 * TSimd.Count);
                    s3 = TSimd.Load(o + 3 * TSimd.Count);
                }
                else
                {
                    s0 = s1 = s2 = s3 = biases != null ? TSimd.Broadcast(biases[unit]) : TSimd.Constant(0);
                }

                var w = weights + unit * unitStride;
                var a = inputs + column;
                for (var term = 0; term < terms; term++)
                {
                    var weight = TSimd.Broadcast(*w);
                    s0 = TSimd.MultiplyAdd(weight, TSimd.Load(a), s0);
                    s1 = TSimd.MultiplyAdd(weight, TSimd.Load(a + TSimd.Count), s1);
                    s2 = TSimd.MultiplyAdd(weight, TSimd.Load(a + 2 * TSimd.Count), s2);
                    s3 = TSimd.MultiplyAdd(weight, TSimd.Load(a + 3 * TSimd.Count), s3);
                    a += stride;
                    w += termStride;
                }

                if (relu)
                {
                    s0 = Relu(s0);
                    s1 = Relu(s1);
                    s2 = Relu(s2);
                    s3 = Relu(s3);
                }

                if (active != null)
                {
                    s0 = Kept(s0, active + unit * stride + column);
                    s1 = Kept(s1, active + unit * stride + column + TSimd.Count);
                    s2 = Kept(s2, active + unit * stride + column + 2 * TSimd.Count);
                    s3 = Kept(s3, active + unit * stride + column + 3 * TSimd.Count);
                }

                TSimd.Store(o, s0);
                TSimd.Store(o + TSimd.Count, s1);
                TSimd.Store(o + 2 * TSimd.Count, s2);
                TSimd.Store(o + 3 * TSimd.Count, s3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tiles4X1(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, bool more, Rectifier<T> rectifier)
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
        for (nint column = 0; column < columns; column += TSimd.Count)
        {
            for (var unit = 0; unit < units; unit += Tile)
            {
                var o = outputs + unit * stride + column;
                TVector s0, s1, s2, s3;
                if (more)
                {
                    s0 = TSimd.Load(o);
                    s1 = TSimd.Load(o + stride);
                    s2 = TSimd.Load(o + 2 * stride);
                    s3 = TSimd.Load(o + 3 * stride);
                }
                else if (biases != null)
                {
                    s0 = TSimd.Broadcast(biases[unit]);
                    s1 = TSimd.Broadcast(biases[unit + 1]);
                    s2 = TSimd.Broadcast(biases[unit + 2]);
                    s3 = TSimd.Broadcast(biases[unit + 3]);
                }
                else
                {
                    s0 = s1 = s2 = s3 = TSimd.Constant(0);
                }

                var w = weights + unit * unitStride;
                var a = inputs + column;
                for (var term = 0; term < terms; term++)
                {
                    var value = TSimd.Load(a);
                    s0 = TSimd.MultiplyAdd(TSimd.Broadcast(*w), value, s0);
                    s1 = TSimd.MultiplyAdd(TSimd.Broadcast(w[unitStride]), value, s1);
                    s2 = TSimd.MultiplyAdd(TSimd.Broadcast(w[2 * unitStride]), value, s2);
                    s3 = TSimd.MultiplyAdd(TSimd.Broadcast(w[3 * unitStride]), value, s3);
                    a += stride;
                    w += termStride;
                }

                if (relu)
                {
                    s0 = Relu(s0);
                    s1 = Relu(s1);
                    s2 = Relu(s2);
                    s3 = Relu(s3);
                }

                if (active != null)
                {
                    s0 = Kept(s0, active + unit * stride + column);
                    s1 = Kept(s1, active + unit * stride + column + stride);
                    s2 = Kept(s2, active + unit * stride + column + 2 * stride);
                    s3 = Kept(s3, active + unit * stride + column + 3 * stride);
                }

                TSimd.Store(o, s0);
                TSimd.Store(o + stride, s1);
                TSimd.Store(o + 2 * stride, s2);
                TSimd.Store(o + 3 * stride, s3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tiles1X1(
        in AffineMap<T> map, in BatchView<T> input, in BatchView<T> output, int columns, bool more, Rectifier<T> rectifier)
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
        for (nint column = 0; column < columns; column += TSimd.Count)
        {
            for (var unit = 0; unit < units; unit++)
            {
                var o = outputs + unit * stride + column;
                var sum = more ? TSimd.Load(o) : biases != null ? TSimd.Broadcast(biases[unit]) : TSimd.Constant(0);
                var w = weights + unit * unitStride;
                var a = inputs + column;
                for (var term = 0; term < terms; term++)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Broadcast(*w), TSimd.Load(a), sum);
                    a += stride;
                    w += termStride;
                }

                if (relu)
                {
                    sum = Relu(sum);
                }

                if (active != null)
                {
                    sum = Kept(sum, active + unit * stride + column);
                }

                TSimd.Store(o, sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Relu(TVector value) =>
        TSimd.Select(TSimd.LessOrEqual(value, TSimd.Constant(0)), TSimd.Constant(0), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Kept(TVector value, T* active) =>
        TSimd.Select(TSimd.LessOrEqual(TSimd.Load(active), TSimd.Constant(0)), TSimd.Constant(0), value);
}
