using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NNOptim.Training.Kernels;

/// <summary>
/// Adds the lanes of many sums at once, in the fixed tree of <see cref="Lanes{T}"/>. Double precision: ((0+1)+(2+3))+((4+5)+(6+7)). Single
/// precision: each four as (0+2)+(1+3), and these four sums a, b, c, d as (a+b)+(c+d). Transposing while adding needs a third of the
/// instructions of adding each block alone.
/// </summary>
internal static unsafe class LaneSums
{
    /// <summary>
    /// target[i] = scale * (sum of the lanes of block i), for <paramref name="count"/> blocks of <see cref="Lanes{T}.Count"/>.
    /// Counts that are a multiple of <see cref="Lanes{T}.Count"/> are fastest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reduce<T>(T* blocks, T* target, int count, T scale)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            Reduce64((double*)blocks, (double*)target, count, *(double*)&scale);
        }
        else
        {
            Reduce32((float*)blocks, (float*)target, count, *(float*)&scale);
        }
    }

    /// <summary>Whether a vector holds all lanes of a sum, so that the sums of a tile of vectors can be computed in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HoldsAllLanes<TVector>() =>
        Avx512F.IsSupported && (typeof(TVector) == typeof(Vector512<double>) || typeof(TVector) == typeof(Vector512<float>));

    /// <summary>
    /// Adds lanes of the four vectors of a tile's row, until one vector holds the partial sums of all four. <see cref="Reduce{T, TVector}"/>
    /// adds the partial sums. Requires <see cref="HoldsAllLanes{TVector}"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Row<T, TVector>(TVector a, TVector b, TVector c, TVector d)
        where T : unmanaged
        where TVector : unmanaged =>
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<Vector512<double>, TVector>(Fours64(a, b, c, d))
            : Unsafe.BitCast<Vector512<float>, TVector>(Fours32(a, b, c, d));

    /// <summary>
    /// target[row, column] = scale * (sum of the lanes of that vector), for a tile of 4 rows and 4 columns. Requires <see
    /// cref="HoldsAllLanes{TVector}"/>.
    /// </summary>
    /// <param name="target">Receives the sums, [4, rowStride].</param>
    /// <param name="rowStride">The elements from one row to the next.</param>
    /// <param name="scale">The factor of every sum.</param>
    /// <param name="row0">The first row's result of <see cref="Row{T, TVector}"/>.</param>
    /// <param name="row1">The second row's.</param>
    /// <param name="row2">The third row's.</param>
    /// <param name="row3">The fourth row's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reduce<T, TVector>(
        T* target, nint rowStride, T scale, TVector row0, TVector row1, TVector row2, TVector row3)
        where T : unmanaged
        where TVector : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            var factor = Vector512.Create(*(double*)&scale);
            var rows01 = Quads(As64(row0), As64(row1)) * factor;
            var rows23 = Quads(As64(row2), As64(row3)) * factor;
            rows01.GetLower().Store((double*)target);
            rows01.GetUpper().Store((double*)(target + rowStride));
            rows23.GetLower().Store((double*)(target + 2 * rowStride));
            rows23.GetUpper().Store((double*)(target + 3 * rowStride));
        }
        else
        {
            var rows = Quads(Quads(As32(row0), As32(row1)), Quads(As32(row2), As32(row3))) * Vector512.Create(*(float*)&scale);
            rows.GetLower().GetLower().Store((float*)target);
            rows.GetLower().GetUpper().Store((float*)(target + rowStride));
            rows.GetUpper().GetLower().Store((float*)(target + 2 * rowStride));
            rows.GetUpper().GetUpper().Store((float*)(target + 3 * rowStride));
        }
    }

    /// <summary>The sum of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double* lane) =>
        ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));

    /// <summary>The sum of 16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float* lane) => (Four(lane) + Four(lane + 4)) + (Four(lane + 8) + Four(lane + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce64(double* blocks, double* target, int count, double scale)
    {
        var i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i <= count - 8; i += 8)
            {
                var b = blocks + (nint)i * 8;
                (Quads(Fours(b), Fours(b + 32)) * Vector512.Create(scale)).Store(target + i);
            }
        }
        else if (Avx.IsSupported)
        {
            for (; i <= count - 4; i += 4)
            {
                var b = blocks + (nint)i * 8;
                ((Quads(b) + Quads(b + 4)) * Vector256.Create(scale)).Store(target + i);
            }
        }

        for (; i < count; i++)
        {
            target[i] = Sum(blocks + (nint)i * 8) * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce32(float* blocks, float* target, int count, float scale)
    {
        var i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i <= count - 16; i += 16)
            {
                var b = blocks + (nint)i * 16;
                var low = Quads(Fours(b), Fours(b + 64));
                var high = Quads(Fours(b + 128), Fours(b + 192));
                (Quads(low, high) * Vector512.Create(scale)).Store(target + i);
            }
        }

        for (; i < count; i++)
        {
            target[i] = Sum(blocks + (nint)i * 16) * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Four(float* lane) => (lane[0] + lane[2]) + (lane[1] + lane[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fours(double* blocks) =>
        Fours64(Vector512.Load(blocks), Vector512.Load(blocks + 8), Vector512.Load(blocks + 16), Vector512.Load(blocks + 24));

    // For four blocks: the sums of lanes 0 to 3 and of lanes 4 to 7 of the first two in parts 0 and 1, of the others in 2 and 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fours64<TVector>(TVector a, TVector b, TVector c, TVector d)
        where TVector : unmanaged =>
        Quads(Pairs(As64(a), As64(b)), Pairs(As64(c), As64(d)));

    // For two blocks x and y: x0+x1, y0+y1, x2+x3, y2+y3, ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pairs(Vector512<double> x, Vector512<double> y) =>
        Avx512F.UnpackLow(x, y) + Avx512F.UnpackHigh(x, y);

    // Adds the 128-bit parts 0+1 and 2+3 of both.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Quads(Vector512<double> x, Vector512<double> y) =>
        Avx512F.Shuffle4x128(x, y, 0b10_00_10_00) + Avx512F.Shuffle4x128(x, y, 0b11_01_11_01);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quads(Vector512<float> x, Vector512<float> y) =>
        Avx512F.Shuffle4x128(x, y, 0b10_00_10_00) + Avx512F.Shuffle4x128(x, y, 0b11_01_11_01);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fours(float* blocks) =>
        Fours32(Vector512.Load(blocks), Vector512.Load(blocks + 16), Vector512.Load(blocks + 32), Vector512.Load(blocks + 48));

    // For four blocks: in each 128-bit part the four sums of that part's four lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fours32<TVector>(TVector a, TVector b, TVector c, TVector d)
        where TVector : unmanaged
    {
        var x = Halves(As32(a), As32(b)).AsDouble();
        var y = Halves(As32(c), As32(d)).AsDouble();
        return Avx512F.UnpackLow(x, y).AsSingle() + Avx512F.UnpackHigh(x, y).AsSingle();
    }

    // For two blocks x and y, in each 128-bit part: x0+x2, y0+y2, x1+x3, y1+y3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halves(Vector512<float> x, Vector512<float> y) =>
        Avx512F.UnpackLow(x, y) + Avx512F.UnpackHigh(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> As64<TVector>(TVector vector)
        where TVector : unmanaged =>
        Unsafe.BitCast<TVector, Vector512<double>>(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> As32<TVector>(TVector vector)
        where TVector : unmanaged =>
        Unsafe.BitCast<TVector, Vector512<float>>(vector);

    // For four blocks: the sum of the four lanes starting with the given one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Quads(double* lanes)
    {
        var x = Vector256.Load(lanes);
        var y = Vector256.Load(lanes + 8);
        var z = Vector256.Load(lanes + 16);
        var w = Vector256.Load(lanes + 24);
        var low = Avx.UnpackLow(x, y) + Avx.UnpackHigh(x, y);
        var high = Avx.UnpackLow(z, w) + Avx.UnpackHigh(z, w);
        return Avx.Permute2x128(low, high, 0x20) + Avx.Permute2x128(low, high, 0x31);
    }
}
