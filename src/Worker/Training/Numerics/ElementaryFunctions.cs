using System.Runtime.CompilerServices;

namespace NNOptim.Training.Numerics;

/// <summary>
/// Exponential, logarithm and functions derived from them. They work lane by lane, without branches, and use only exactly rounded
/// operations. The result depends only on the argument, not on the processor, operating system or vector width.
/// </summary>
/// <remarks>
/// Measured against 200-bit arithmetic over the whole range (see the tests), in units of the last place of the result:
/// <see cref="Exp"/> 1.0, <see cref="Log"/> 1.0, <see cref="Log1P"/> 2.0, <see cref="Tanh"/> 2.5, <see cref="Sigmoid"/> 2.5.
/// The exponential's polynomials are Chebyshev fits of (e^r - 1 - r) / r^2 on |r| &lt;= ln(2)/2; the logarithm's
/// are those of fdlibm's e_log.c and e_logf.c (Sun Microsystems, 1993).
/// </remarks>
internal static unsafe class ElementaryFunctions<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High64 = 6.93147180369123816490e-01;
    private const double Ln2Low64 = 1.90821492927058770002e-10;
    private const double Ln2High32 = 0.693359375;
    private const double Ln2Low32 = -2.12194440e-4;

    /// <summary>
    /// e^x. Subnormal results become 0, so that no subnormal number enters a computation. Infinity above ln(max); NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var highest = TSimd.Constant(typeof(T) == typeof(double) ? 709.782712893384 : 88.72283);
        var lowest = TSimd.Constant(typeof(T) == typeof(double) ? -708.39 : -87.33);
        var (shifted, fraction) = ReduceAndExpM1(x);
        var scaled = Scale(TSimd.Add(TSimd.Constant(1), fraction), shifted);
        var normal = TSimd.Select(TSimd.LessOrEqual(x, lowest), TSimd.Constant(0), scaled);
        return TSimd.Select(TSimd.LessOrEqual(x, highest), normal, TSimd.Add(x, TSimd.Constant(double.PositiveInfinity)));
    }

    /// <summary>e^x for x &lt;= 0; NaN for NaN. Subnormal results become 0. Other arguments are not allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfNonPositive(TVector x)
    {
        var lowest = TSimd.Constant(typeof(T) == typeof(double) ? -708.39 : -87.33);
        var (shifted, fraction) = ReduceAndExpM1(x);
        var scaled = Scale(TSimd.Add(TSimd.Constant(1), fraction), shifted);
        return TSimd.Select(TSimd.LessOrEqual(x, lowest), TSimd.Constant(0), scaled);
    }

    /// <summary>ln(x) for every x, including subnormal numbers; -infinity at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log(TVector x) => typeof(T) == typeof(double) ? Log64(x) : Log32(x);

    /// <summary>ln(1 + x) for x &gt;= 0, accurate to the last digits for small x too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1P(TVector x)
    {
        // ln(1 + x) = ln(u) + (the rounding error of u) / u, with u = 1 + x rounded (Kahan; Higham 2002, section 1.14.1).
        var one = TSimd.Constant(1);
        var sum = TSimd.Add(one, x);
        var big = TSimd.Greater(x, one);
        var lost = TSimd.Select(
            big, TSimd.Subtract(one, TSimd.Subtract(sum, x)), TSimd.Subtract(x, TSimd.Subtract(sum, one)));
        var result = TSimd.Add(Log(sum), TSimd.Divide(lost, sum));
        return TSimd.Select(TSimd.Equal(sum, TSimd.Constant(double.PositiveInfinity)), sum, result);
    }

    /// <summary>1 / (1 + e^-x), accurate to the last digits on both sides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x) => SigmoidFromExp(x, ExpOfNonPositive(TSimd.Subtract(TSimd.Constant(0), TSimd.Abs(x))));

    /// <summary>1 / (1 + e^-x) given e^-|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SigmoidFromExp(TVector x, TVector exponential)
    {
        var one = TSimd.Constant(1);
        var numerator = TSimd.Select(TSimd.Greater(x, TSimd.Constant(0)), one, exponential);
        return TSimd.Divide(numerator, TSimd.Add(one, exponential));
    }

    /// <summary>The hyperbolic tangent: -t / (2 + t) with t = e^(-2|x|) - 1, with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var sign = TSimd.ConstantBits(typeof(T) == typeof(double) ? long.MinValue : int.MinValue);

        // Beyond 22 (10 in single precision) the tangent is 1 to the last place; NaN compares false and stays.
        var beyond = TSimd.Constant(typeof(T) == typeof(double) ? -44 : -20);
        var twice = TSimd.Multiply(TSimd.Constant(-2), TSimd.Abs(x));
        var argument = TSimd.Select(TSimd.LessOrEqual(twice, beyond), beyond, twice);
        var (shifted, fraction) = ReduceAndExpM1(argument);
        var one = TSimd.Constant(1);
        var power = Scale(one, shifted);
        var t = TSimd.MultiplyAdd(power, fraction, TSimd.Subtract(power, one));
        var magnitude = TSimd.Divide(TSimd.Subtract(TSimd.Constant(0), t), TSimd.Add(TSimd.Constant(2), t));
        return TSimd.Or(TSimd.Abs(magnitude), TSimd.And(sign, x));
    }

    // x = n ln2 + r with |r| <= ln(2)/2. Returns n in the low bits of a shifted number, and e^r - 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Shifted, TVector ExpM1) ReduceAndExpM1(TVector x)
    {
        var is64 = typeof(T) == typeof(double);

        // Adding 1.5 * 2^52 (2^23) rounds to the nearest whole number and leaves it in the low bits.
        var shift = TSimd.Constant(is64 ? 6755399441055744.0 : 12582912.0);
        var shifted = TSimd.MultiplyAdd(x, TSimd.Constant(Log2E), shift);
        var n = TSimd.Subtract(shifted, shift);
        var r = TSimd.MultiplyAdd(n, TSimd.Constant(is64 ? -Ln2High64 : -Ln2High32), x);
        r = TSimd.MultiplyAdd(n, TSimd.Constant(is64 ? -Ln2Low64 : -Ln2Low32), r);
        var square = TSimd.Multiply(r, r);
        TVector polynomial;
        if (is64)
        {
            // Estrin's scheme: half the latency of Horner's.
            var fourth = TSimd.Multiply(square, square);
            var p01 = TSimd.MultiplyAdd(r, TSimd.Constant(0.1666666666666667), TSimd.Constant(0.5));
            var p23 = TSimd.MultiplyAdd(r, TSimd.Constant(0.008333333333326025), TSimd.Constant(0.04166666666666667));
            var p45 = TSimd.MultiplyAdd(r, TSimd.Constant(0.00019841269875205077), TSimd.Constant(0.001388888888888367));
            var p67 = TSimd.MultiplyAdd(r, TSimd.Constant(2.75572549134867e-06), TSimd.Constant(2.4801587325822283e-05));
            var p89 = TSimd.MultiplyAdd(r, TSimd.Constant(2.5105419192016337e-08), TSimd.Constant(2.7557273295539724e-07));
            var p03 = TSimd.MultiplyAdd(square, p23, p01);
            var p47 = TSimd.MultiplyAdd(square, p67, p45);
            var p8 = TSimd.MultiplyAdd(square, TSimd.Constant(2.091483135138041e-09), p89);
            polynomial = TSimd.MultiplyAdd(fourth, TSimd.MultiplyAdd(fourth, p8, p47), p03);
        }
        else
        {
            var p01 = TSimd.MultiplyAdd(r, TSimd.Constant(0.16666666681794626), TSimd.Constant(0.5));
            var p23 = TSimd.MultiplyAdd(r, TSimd.Constant(0.008333310754576892), TSimd.Constant(0.041666463386339524));
            var p45 = TSimd.MultiplyAdd(r, TSimd.Constant(0.00019891180158282143), TSimd.Constant(0.001393382048977602));
            polynomial = TSimd.MultiplyAdd(square, TSimd.MultiplyAdd(square, p45, p23), p01);
        }

        return (shifted, TSimd.MultiplyAdd(square, polynomial, r));
    }

    // value * 2^n by adding n to the exponent; n is in the low bits of the shifted number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale(TVector value, TVector shifted) =>
        TSimd.AddBits(value, TSimd.ShiftLeftBits(shifted, typeof(T) == typeof(double) ? 52 : 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Log64(TVector x)
    {
        const long One = 0x3FF0000000000000;
        const long HalfRoot = 0x3FE6A09E667F3BCD;

        // Subnormal numbers are scaled into the normal range first.
        var subnormal = TSimd.Greater(TSimd.Constant(2.2250738585072014e-308), x);
        var normal = TSimd.Select(subnormal, TSimd.Multiply(x, TSimd.Constant(18014398509481984.0)), x);
        var exponentBias = TSimd.Select(subnormal, TSimd.Constant(4503599627370496.0 + 1023 + 54), TSimd.Constant(4503599627370496.0 + 1023));

        // x = 2^k m with m in [sqrt(1/2), sqrt(2)).
        var biased = TSimd.ShiftRightBits(TSimd.AddBits(normal, TSimd.ConstantBits(One - HalfRoot)), 52);
        var k = TSimd.Subtract(TSimd.Or(biased, TSimd.ConstantBits(0x4330000000000000)), exponentBias);
        var m = TSimd.SubtractBits(normal, TSimd.ShiftLeftBits(TSimd.SubtractBits(biased, TSimd.ConstantBits(1023)), 52));
        var f = TSimd.Subtract(m, TSimd.Constant(1));
        var s = TSimd.Divide(f, TSimd.Add(TSimd.Constant(2), f));
        var z = TSimd.Multiply(s, s);
        var r = TSimd.MultiplyAdd(z, TSimd.Constant(1.479819860511658591e-01), TSimd.Constant(1.531383769920937332e-01));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(1.818357216161805012e-01));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(2.222219843214978396e-01));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(2.857142874366239149e-01));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(3.999999999940941908e-01));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(6.666666666666735130e-01));
        return Assemble(x, k, f, s, TSimd.Multiply(z, r), Ln2High64, Ln2Low64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Log32(TVector x)
    {
        const long One = 0x3F800000;
        const long HalfRoot = 0x3F3504F3;
        var subnormal = TSimd.Greater(TSimd.Constant(1.17549435e-38), x);
        var normal = TSimd.Select(subnormal, TSimd.Multiply(x, TSimd.Constant(33554432.0)), x);
        var exponentBias = TSimd.Select(subnormal, TSimd.Constant(8388608.0 + 127 + 25), TSimd.Constant(8388608.0 + 127));
        var biased = TSimd.ShiftRightBits(TSimd.AddBits(normal, TSimd.ConstantBits(One - HalfRoot)), 23);
        var k = TSimd.Subtract(TSimd.Or(biased, TSimd.ConstantBits(0x4B000000)), exponentBias);
        var m = TSimd.SubtractBits(normal, TSimd.ShiftLeftBits(TSimd.SubtractBits(biased, TSimd.ConstantBits(127)), 23));
        var f = TSimd.Subtract(m, TSimd.Constant(1));
        var s = TSimd.Divide(f, TSimd.Add(TSimd.Constant(2), f));
        var z = TSimd.Multiply(s, s);
        var r = TSimd.MultiplyAdd(z, TSimd.Constant(0.24279078841), TSimd.Constant(0.28498786688));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(0.40000972152));
        r = TSimd.MultiplyAdd(z, r, TSimd.Constant(0.66666662693));
        return Assemble(x, k, f, s, TSimd.Multiply(z, r), 6.9313812256e-01, 9.0580006145e-06);
    }

    // ln(x) = k ln2 + f - (f^2/2 - s (f^2/2 + R)), and the special values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Assemble(TVector x, TVector k, TVector f, TVector s, TVector r, double ln2High, double ln2Low)
    {
        var half = TSimd.Multiply(TSimd.Constant(0.5), TSimd.Multiply(f, f));
        var tail = TSimd.MultiplyAdd(s, TSimd.Add(half, r), TSimd.Multiply(k, TSimd.Constant(ln2Low)));
        var result = TSimd.Subtract(
            TSimd.Multiply(k, TSimd.Constant(ln2High)), TSimd.Subtract(TSimd.Subtract(half, tail), f));
        var infinity = TSimd.Constant(double.PositiveInfinity);
        var zero = TSimd.Constant(0);
        result = TSimd.Select(TSimd.Equal(x, infinity), infinity, result);
        result = TSimd.Select(TSimd.Equal(x, zero), TSimd.Constant(double.NegativeInfinity), result);

        // NaN and negative numbers both fail the test 0 <= x.
        return TSimd.Select(TSimd.LessOrEqual(zero, x), result, TSimd.Constant(double.NaN));
    }
}
