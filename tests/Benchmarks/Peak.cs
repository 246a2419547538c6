using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NNOptim.Benchmarks;

/// <summary>Measures the maximum rate of fused multiply-adds of one core, as a reference for kernels.</summary>
internal static class Peak
{
    private const int Chains = 12;
    private const int Iterations = 20_000_000;

    /// <summary>Double-precision operations per second, in units of 10^9. A multiply-add counts as two. The best of several repetitions.</summary>
    public static double GigaFlops()
    {
        var best = 0.0;
        for (var repetition = 0; repetition < 10; repetition++)
        {
            // Processor time: on a busy machine the elapsed time says little.
            var started = Environment.CpuUsage.TotalTime;
            var lanes = Vector512.IsHardwareAccelerated ? Run512() : Run256();
            var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
            best = Math.Max(best, 2.0 * lanes * Chains * Iterations / seconds / 1e9);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Run512()
    {
        var x = Vector512.Create(0.999);
        var y = Vector512.Create(1e-3);
        Vector512<double> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (var n = 0; n < Iterations; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        Keep(Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l));
        return Vector512<double>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Run256()
    {
        var x = Vector256.Create(0.999);
        var y = Vector256.Create(1e-3);
        Vector256<double> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (var n = 0; n < Iterations; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        Keep(Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l));
        return Vector256<double>.Count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(double value) => GC.KeepAlive(value);
}
