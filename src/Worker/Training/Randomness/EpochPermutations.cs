using System.Numerics;
using System.Runtime.CompilerServices;
using NNOptim.Worker.Training.Numerics;

namespace NNOptim.Worker.Training.Randomness;

/// <summary>
/// The order in which each epoch visits the examples: <c>RandomState(seed + 1 + epoch).permutation(examples)</c>, the sum
/// modulo 2^32. Seeding MT19937 anew for each epoch costs more than a small network's training, so several epochs are
/// seeded, drawn and tempered at once, one to a vector lane.
/// </summary>
internal sealed unsafe class EpochPermutations
{
    private const int Length = 624;
    private const int Middle = 397;

    // Words drawn at once: a quarter of the generator's state.
    private const int Draw = 156;

    // Beyond this many examples the shuffle itself takes the time, and the memory for several epochs would be large.
    private const int MostExamplesTogether = 4096;

    private readonly uint seed;
    private readonly int examples;
    private readonly int together;
    private readonly int[] orders;
    private readonly RandomState? single;
    private readonly AlignedBuffer<uint>? state;
    private readonly AlignedBuffer<uint>? drawn;
    private readonly int[] last;
    private int first;
    private int count;

    /// <summary>Prepares the orders of a number of examples under a shuffle seed.</summary>
    public EpochPermutations(uint seed, int examples)
    {
        this.seed = seed;
        this.examples = examples;
        together = examples <= MostExamplesTogether ? 2 * Vector<uint>.Count : 1;
        orders = GC.AllocateUninitializedArray<int>(together * examples);
        last = new int[together];
        if (together == 1)
        {
            single = new RandomState(0);
        }
        else
        {
            state = new AlignedBuffer<uint>(Length * together);
            drawn = new AlignedBuffer<uint>(Draw * together);
        }
    }

    /// <summary>The order of an epoch (from 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Of(int epoch)
    {
        if (epoch < first || epoch >= first + count)
        {
            first = epoch;
            count = together;
            if (single is not null)
            {
                single.Reseed(SeedOf(epoch));
                single.Permutation(orders);
            }
            else
            {
                ShuffleTogether();
            }
        }

        return orders.AsSpan((epoch - first) * examples, examples);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint SeedOf(int epoch) => unchecked(seed + 1 + (uint)epoch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ShuffleTogether()
    {
        var words = state!.Pointer;
        for (var lane = 0; lane < together; lane++)
        {
            words[lane] = SeedOf(first + lane);
            last[lane] = examples - 1;
            var order = orders.AsSpan(lane * examples, examples);
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }
        }

        Initialize(words);
        var unfinished = examples > 1;
        for (var word = 0; unfinished; word = (word + Draw) % Length)
        {
            Twist(words, word, drawn!.Pointer);
            unfinished = false;
            fixed (int* order = orders)
            {
                for (var lane = 0; lane < together; lane++)
                {
                    last[lane] = Shuffle(order + lane * examples, last[lane], drawn.Pointer + lane, together);
                    unfinished |= last[lane] > 0;
                }
            }
        }
    }

    // Knuth's initialisation from the first word on; two vectors at once hide the multiplication's latency.
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

    // The next words of the state from one on, and what is drawn from them.
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

    // numpy's shuffle from the given place down, for as long as the drawn words last; gives where it stopped. Whether a
    // word is accepted is as good as random, so it decides by arithmetic and not by a branch: a rejected word swaps the
    // place with itself and leaves it where it is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Shuffle(int* order, int place, uint* drawn, int step)
    {
        var end = drawn + Draw * step;
        while (place > 0 && drawn < end)
        {
            var mask = (int)(uint.MaxValue >> BitOperations.LeadingZeroCount((uint)place));
            var lowest = mask >> 1;
            while (place > lowest && drawn < end)
            {
                var candidate = (int)(*drawn & (uint)mask);
                drawn += step;
                var accepted = (candidate - place - 1) >> 31;
                var other = place + ((candidate - place) & accepted);
                (order[place], order[other]) = (order[other], order[place]);
                place += accepted;
            }
        }

        return place;
    }
}
