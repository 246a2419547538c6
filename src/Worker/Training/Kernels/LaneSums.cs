using System.Runtime.CompilerServices;

namespace NNOptim.Worker.Training.Kernels;

/// <summary>
/// Adds the lanes of many sums at once, as the fixed tree of <see cref="Lanes{T}"/>: in double precision
/// ((0+1)+(2+3))+((4+5)+(6+7)); in single precision each four as (0+2)+(1+3), and the four sums a, b, c, d of those as
/// (a+b)+(c+d).
/// </summary>
internal static unsafe class LaneSums
{
    /// <summary>target[i] = scale * (sum of the lanes of block i), for <paramref name="count"/> blocks of <see cref="Lanes{T}.Count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reduce<T>(T* blocks, T* target, int count, T scale)
        where T : unmanaged
    {
        for (var i = 0; i < count; i++)
        {
            if (typeof(T) == typeof(double))
            {
                ((double*)target)[i] = *(double*)&scale * Sum((double*)blocks + 8 * i);
            }
            else
            {
                ((float*)target)[i] = *(float*)&scale * Sum((float*)blocks + 16 * i);
            }
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
    private static float Four(float* lane) => (lane[0] + lane[2]) + (lane[1] + lane[3]);
}
