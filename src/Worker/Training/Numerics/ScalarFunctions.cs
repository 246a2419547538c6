using System.Runtime.CompilerServices;

namespace NNOptim.Training.Numerics;

/// <summary>The elementary functions of single float64 numbers, with the same bits on every processor and operating system.</summary>
internal static class ScalarFunctions
{
    /// <summary>ln(x), within 1.0 units of the last place.</summary>
    public static double Log(double x) => ElementaryFunctions<SimdScalar<double>, double, double>.Log(x);

    /// <summary>ln(1 + x) for x &gt;= 0, within 2.0 units of the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Log1P(double x) => ElementaryFunctions<SimdScalar<double>, double, double>.Log1P(x);

    /// <summary>
    /// Sine and cosine, each within 1.0 units of the last place, for |x| up to 10^5. Uses argument reduction by pi/2 in three parts, then
    /// fdlibm's k_sin.c and k_cos.c (Sun Microsystems, 1993).
    /// </summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        const double PiHalf1 = 1.57079632673412561417e+00;
        const double PiHalf2 = 6.07710050630396597660e-11;
        const double PiHalf3 = 2.02226624879595063154e-21;

        var shifted = Math.FusedMultiplyAdd(x, 0.63661977236758134308, 6755399441055744.0);
        var n = shifted - 6755399441055744.0;

        // The first part has 33 bits, so its product with n is exact. The second subtraction recovers the rounding error.
        var high = Math.FusedMultiplyAdd(-n, PiHalf1, x);
        var r = Math.FusedMultiplyAdd(-n, PiHalf2, high);
        var low = Math.FusedMultiplyAdd(-n, PiHalf2, high - r) - n * PiHalf3;
        var reduced = r + low;
        low = r - reduced + low;

        var sine = KernelSin(reduced, low);
        var cosine = KernelCos(reduced, low);
        return ((int)n & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    private static double KernelSin(double x, double y)
    {
        var z = x * x;
        var v = z * x;
        var r = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * (2.75573137070700676789e-06
            + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
        return x - (z * (0.5 * y - v * r) - y - v * -1.66666666666666324348e-01);
    }

    private static double KernelCos(double x, double y)
    {
        var z = x * x;
        var r = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
            + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
        var half = 0.5 * z;
        var w = 1 - half;
        return w + (1 - w - half + (z * r - x * y));
    }
}
