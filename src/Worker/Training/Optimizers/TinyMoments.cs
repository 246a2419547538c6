using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Optimizers;

/// <summary>Keeps moments out of the subnormal range, where arithmetic is many times slower.</summary>
internal static class TinyMoments
{
    /// <summary>
    /// Replaces a moment below 2^-1000 (float64) or 2^-110 (float32) in magnitude by 0. Otherwise a moment whose gradient is 0 would decay
    /// to a subnormal number and stay there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ToZero<TSimd, TVector, T>(TVector moment)
        where TSimd : ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        var tiny = TSimd.Constant(typeof(T) == typeof(double) ? 9.332636185032189e-302 : 7.703719777548943e-34);
        return TSimd.Select(TSimd.LessOrEqual(TSimd.Abs(moment), tiny), TSimd.Constant(0), moment);
    }
}
