using System.Runtime.CompilerServices;

namespace NNOptim.Training.Kernels;

/// <summary>
/// The canonical order of every sum over examples. Example e of a mini-batch belongs to lane e mod <see cref="Count"/>. Each lane adds its
/// examples in order, starting from 0, by fused multiply-add. Then the lanes are added in a fixed tree. The number of lanes is that of the
/// widest vector and does not depend on the processor.
/// </summary>
internal static unsafe class Lanes<T>
    where T : unmanaged
{
    /// <summary>8 lanes in double precision, 16 in single.</summary>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / sizeof(T);
    }

    /// <summary>The smallest multiple of <see cref="Count"/> that holds a number of examples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RoundUp(int examples) => (examples + Count - 1) / Count * Count;
}
