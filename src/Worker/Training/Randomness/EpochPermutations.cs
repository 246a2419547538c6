using System.Numerics;
using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Randomness;

/// <summary>
/// The order in which each epoch visits the examples: <c>RandomState(seed + 1 + epoch).permutation(examples)</c>, with the sum modulo 2^32.
/// Seeding MT19937 for each epoch costs more than training a small network. So several epochs are seeded, drawn and tempered at once, each
/// in one vector lane.
/// </summary>
internal sealed unsafe class EpochPermutations
{
    private const int Length = 624;
    private const int Middle = 397;

    // The number of words drawn at once: a quarter of the generator's state.
    private const int Draw = 156;

    // Marks a rejected word.
    private const uint Rejected = 0x80000000u;

    // Indices have 16 bits. With more examples than this, the shuffle dominates the time, and several epochs would need too much memory.
    internal const int MostExamplesTogether = 4096;

    [ThreadStatic]
    private static Workspace? workspace;

    private readonly uint seed;
    private readonly int examples;
    private readonly SharedOrders? shared;
    private readonly int together;
    private readonly int[] orders;
    private readonly RandomState? single;
    private int first;
    private int count;

    /// <summary>The number of epochs whose orders are drawn at once, if the number of examples permits it; a multiple of 8.</summary>
    public static int Together => 2 * Vector<uint>.Count;

    /// <summary>Prepares the orders of this many examples for a shuffle seed.</summary>
    /// <param name="seed">The shuffle seed.</param>
    /// <param name="examples">The number of examples.</param>
    /// <param name="shared">Orders shared with other runs, used before drawing orders; null to draw all.</param>
    public EpochPermutations(uint seed, int examples, SharedOrders? shared = null)
    {
        this.shared = shared;
        this.seed = seed;
        this.examples = examples;
        together = examples <= MostExamplesTogether ? Together : 1;
        orders = GC.AllocateUninitializedArray<int>(together * examples);
        single = together == 1 ? new RandomState(0) : null;
    }

    /// <summary>The order of an epoch (from 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> ForEpoch(int epoch)
    {
        if (epoch < first || epoch >= first + count)
        {
            first = epoch / together * together;
            count = together;
            if (single is not null)
            {
                single.Reseed(SeedOf(epoch));
                single.Permutation(orders);
            }
            else if (shared is null || !shared.TryRead(epoch / together, orders))
            {
                ShuffleTogether();
                shared?.Write(epoch / together, orders);
            }
        }

        return orders.AsSpan((epoch - first) * examples, examples);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint SeedOf(int epoch) => unchecked(seed + 1 + (uint)epoch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ShuffleTogether()
    {
        var work = workspace ??= new Workspace();
        var words = work.State.Pointer;
        var drawn = work.Drawn.Pointer;
        for (var lane = 0; lane < together; lane++)
        {
            words[lane] = SeedOf(first + lane);
            var order = orders.AsSpan(lane * examples, examples);
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }
        }

        Initialize(words);
        work.Places.Span.Fill((uint)(examples - 1));
        var last = work.Last;
        last.AsSpan().Fill(examples - 1);
        var unfinished = examples > 1;
        for (var word = 0; unfinished; word = (word + Draw) % Length)
        {
            Twist(words, word, drawn);
            unfinished = Decide(drawn, work.Places.Pointer);
            fixed (int* order = orders)
            {
                for (var lane = 0; lane < together; lane++)
                {
                    last[lane] = Swap(order + lane * examples, last[lane], drawn + lane, together);
                }
            }
        }
    }

    // Knuth's initialisation, starting at the first word. Two vectors at once hide the latency of the multiplication.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Initialize(uint* words)
    {
        var a = Vector.Load(words);
        var b = Vector.Load(words + Vector<uint>.Count);
        var factor = new Vector<uint>(1812433253u);
        for (var i = 1u; i < Length; i++)
        {
            words += 2 * Vector<uint>.Count;
            var index = new Vector<uint>(i);
            a = factor * (a ^ (a >>> 30)) + index;
            b = factor * (b ^ (b >>> 30)) + index;
            a.Store(words);
            b.Store(words + Vector<uint>.Count);
        }
    }

    // Computes the next words of the state from an index, and the words drawn from them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Twist(uint* words, int start, uint* target)
    {
        var together = 2 * Vector<uint>.Count;
        var upper = new Vector<uint>(0x80000000u);
        var lower = new Vector<uint>(0x7FFFFFFFu);
        var matrix = new Vector<uint>(0x9908B0DFu);
        var one = Vector<uint>.One;
        for (var i = start; i < start + Draw; i++)
        {
            var word = words + (nint)i * together;
            var next = words + (nint)(i + 1 < Length ? i + 1 : 0) * together;
            var source = words + (nint)(i + Middle < Length ? i + Middle : i + Middle - Length) * together;
            for (var part = 0; part < together; part += Vector<uint>.Count)
            {
                var y = (Vector.Load(word + part) & upper) | (Vector.Load(next + part) & lower);
                y = Vector.Load(source + part) ^ (y >>> 1) ^ ((Vector<uint>.Zero - (y & one)) & matrix);
                y.Store(word + part);
                y ^= y >>> 11;
                y ^= (y << 7) & new Vector<uint>(0x9D2C5680u);
                y ^= (y << 15) & new Vector<uint>(0xEFC60000u);
                y ^= y >>> 18;
                y.Store(target + part);
            }

            target += together;
        }
    }

    // numpy's shuffle of the drawn words. Masks each word to the bits of its index. A result above the index is rejected, and the next word
    // replaces it. Overwrites the words with the results, marks the rejected ones, and returns whether a lane has indices left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Decide(uint* drawn, uint* places)
    {
        var placeA = Vector.Load(places);
        var placeB = Vector.Load(places + Vector<uint>.Count);
        var maskA = Mask(placeA);
        var maskB = Mask(placeB);
        var end = drawn + Draw * 2 * Vector<uint>.Count;
        for (; drawn < end; drawn += 2 * Vector<uint>.Count)
        {
            Exchange(drawn, ref placeA, ref maskA);
            Exchange(drawn + Vector<uint>.Count, ref placeB, ref maskB);
        }

        placeA.Store(places);
        placeB.Store(places + Vector<uint>.Count);
        return Vector.GreaterThanAny(placeA | placeB, Vector<uint>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(uint* drawn, ref Vector<uint> place, ref Vector<uint> mask)
    {
        // Indices and masks are small, so signed comparisons suffice.
        var signed = Vector.AsVectorInt32(place);
        var half = mask >>> 1;
        mask = Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.GreaterThan(signed, Vector.AsVectorInt32(half))), mask, half);
        var candidate = Vector.Load(drawn) & mask;
        var rejected = Vector.AsVectorUInt32(Vector.GreaterThan(Vector.AsVectorInt32(candidate), signed));
        (candidate | (rejected & new Vector<uint>(Rejected))).Store(drawn);

        // A finished lane stays at 0.
        var left = Vector.AsVectorUInt32(Vector.GreaterThan(signed, Vector<int>.Zero));
        place += Vector.AndNot(left, rejected);
    }

    // The smallest 2^k - 1 that is at least an index.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Mask(Vector<uint> place)
    {
        place |= place >>> 1;
        place |= place >>> 2;
        place |= place >>> 4;
        return place | (place >>> 8);
    }

    // Swaps each index from the given one down with its partner, and returns the next index. Compacts the accepted words first, so that a
    // swap does not wait for the previous one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Swap(int* order, int place, uint* decided, int step)
    {
        var others = stackalloc ushort[Draw];
        var accepted = 0;
        for (var end = decided + Draw * step; decided < end; decided += step)
        {
            others[accepted] = (ushort)*decided;
            accepted += (int)(~*decided >> 31);
        }

        var lowest = Math.Max(0, place - accepted);
        for (; place > lowest; place--, others++)
        {
            (order[place], order[*others]) = (order[*others], order[place]);
        }

        return place;
    }

    // One instance per thread, because it keeps nothing between calls. Allocating 50 KB per run would cost more than the training of a
    // short run.
    private sealed class Workspace
    {
        public AlignedBuffer<uint> State { get; } = new(Length * Together);

        public AlignedBuffer<uint> Drawn { get; } = new(Draw * Together);

        public AlignedBuffer<uint> Places { get; } = new(Together);

        public int[] Last { get; } = new int[Together];
    }
}
