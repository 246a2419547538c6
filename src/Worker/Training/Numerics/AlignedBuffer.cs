using System.Runtime.CompilerServices;

namespace NNOptim.Training.Numerics;

/// <summary>Zeroed, pinned memory aligned to 64 bytes (the size of a cache line and of the widest vector).</summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly byte[] memory;

    /// <summary>Allocates this many elements.</summary>
    public AlignedBuffer(int length)
    {
        memory = GC.AllocateArray<byte>(checked(length * sizeof(T) + Alignment), pinned: true);
        Length = length;
        var start = (nuint)Unsafe.AsPointer(ref memory[0]);
        Pointer = (T*)((start + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The address of the first element, valid while this object is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span => new(Pointer, Length);
}
