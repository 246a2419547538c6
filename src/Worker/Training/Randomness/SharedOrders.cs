using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NNOptim.Training.Randomness;

/// <summary>
/// Caches the orders of epochs for runs with the same shuffle seed, such as the runs of a grid. Drawing them takes a quarter of a small
/// network's training time. Thread-safe: a run computes a block that is not cached, and every run computes the same block.
/// </summary>
internal sealed class SharedOrders
{
    /// <summary>The maximum memory of all seeds, in bytes.</summary>
    public const int MostBytes = 32 << 20;

    /// <summary>The maximum memory of one seed, in bytes. Each run draws later epochs itself.</summary>
    public const int MostBytesASeed = 4 << 20;

    // The number of remembered seeds that were requested once. A second request shows that caching the orders is useful.
    private const int MostSeen = 1024;

    private static readonly Lock Gate = new();
    private static readonly HashSet<(uint Seed, int Examples, int Epochs)> Seen = [];
    private static readonly LinkedList<SharedOrders> Kept = new();

    private readonly (uint Seed, int Examples, int Epochs) key;
    private readonly ushort[] orders;
    private readonly bool[] filled;
    private readonly int blockLength;

    private SharedOrders((uint Seed, int Examples, int Epochs) key)
    {
        this.key = key;
        blockLength = EpochPermutations.Together * key.Examples;
        var blocks = Math.Min(
            1 + (key.Epochs - 1) / EpochPermutations.Together,
            MostBytesASeed / (blockLength * sizeof(ushort)));
        filled = new bool[blocks];
        orders = GC.AllocateUninitializedArray<ushort>(blocks * blockLength);
    }

    /// <summary>The memory in use for all seeds, in bytes.</summary>
    public static long Bytes
    {
        get
        {
            lock (Gate)
            {
                return Kept.Sum(entry => (long)entry.orders.Length * sizeof(ushort));
            }
        }
    }

    /// <summary>The orders that runs of a shuffle seed share. Null for the first such run, and when caching is not worthwhile.</summary>
    /// <param name="seed">The shuffle seed.</param>
    /// <param name="examples">The number of examples.</param>
    /// <param name="epochs">The number of epochs that the run trains.</param>
    public static SharedOrders? For(uint seed, int examples, int epochs)
    {
        if (examples > EpochPermutations.MostExamplesTogether)
        {
            return null;
        }

        var key = (seed, examples, epochs);
        lock (Gate)
        {
            for (var node = Kept.First; node is not null; node = node.Next)
            {
                if (node.Value.key == key)
                {
                    // The most recently used entry is last and is dropped last.
                    Kept.Remove(node);
                    Kept.AddLast(node);
                    return node.Value;
                }
            }

            if (Seen.Count == MostSeen)
            {
                Seen.Clear();
            }

            if (Seen.Add(key))
            {
                return null;
            }

            Seen.Remove(key);
            var entry = new SharedOrders(key);
            while (Kept.Count > 0 && Kept.Sum(other => (long)other.orders.Length) + entry.orders.Length > MostBytes / sizeof(ushort))
            {
                Kept.RemoveFirst();
            }

            Kept.AddLast(entry);
            return entry;
        }
    }

    /// <summary>Copies the orders of a block of epochs, if they are cached.</summary>
    /// <param name="block">The block: epochs from block * <see cref="EpochPermutations.Together"/> on.</param>
    /// <param name="target">Receives the orders, one after another.</param>
    public bool TryRead(int block, Span<int> target)
    {
        if (block >= filled.Length || !Volatile.Read(ref filled[block]))
        {
            return false;
        }

        Widen(orders.AsSpan(block * blockLength, blockLength), target);
        return true;
    }

    /// <summary>Caches the orders of a block of epochs, if there is space.</summary>
    public void Write(int block, ReadOnlySpan<int> source)
    {
        if (block < filled.Length && !Volatile.Read(ref filled[block]))
        {
            var target = orders.AsSpan(block * blockLength, blockLength);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = (ushort)source[i];
            }

            Volatile.Write(ref filled[block], true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<ushort> source, Span<int> target)
    {
        // A block has as many epochs as two vectors have lanes, so it consists of whole vectors.
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(target));
        for (var i = 0; i < source.Length; i += Vector128<ushort>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, (nuint)i));
            low.StoreUnsafe(ref to, (nuint)i);
            high.StoreUnsafe(ref to, (nuint)(i + Vector128<uint>.Count));
        }
    }
}
