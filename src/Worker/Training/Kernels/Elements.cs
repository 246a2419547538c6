using System.Runtime.CompilerServices;

namespace NNOptim.Training.Kernels;

/// <summary>Converts between double precision and the precision of the computation.</summary>
internal static class Elements<T>
    where T : unmanaged
{
    /// <summary>The numbers in the precision of the computation; the same array in double precision.</summary>
    public static T[] Convert(double[] values) =>
        typeof(T) == typeof(double) ? (T[])(object)values : (T[])(object)Array.ConvertAll(values, value => (float)value);

    /// <summary>A number rounded to the precision of the computation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Narrow(double value) => typeof(T) == typeof(double) ? (T)(object)value : (T)(object)(float)value;

    /// <summary>The number with all bits set, for masks.</summary>
    public static T AllBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double)
            ? (T)(object)BitConverter.Int64BitsToDouble(-1)
            : (T)(object)BitConverter.Int32BitsToSingle(-1);
    }

    /// <summary>A number in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(T value) => typeof(T) == typeof(double) ? (double)(object)value : (float)(object)value;
}
