using NNOptim.Training.Numerics;

namespace NNOptim.Training.Randomness;

/// <summary>
/// numpy's legacy <c>RandomState</c> with an integer seed: the MT19937 generator (Matsumoto and Nishimura, 1998) with Knuth's
/// initialisation and numpy's methods of drawing.
/// </summary>
public sealed class RandomState
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] words = new uint[Length];
    private int next;
    private double? secondGauss;

    /// <summary>Starts the sequence of a seed.</summary>
    public RandomState(uint seed) => Reseed(seed);

    /// <summary>Restarts with another seed.</summary>
    public void Reseed(uint seed)
    {
        words[0] = seed;
        for (var i = 1; i < Length; i++)
        {
            seed = 1812433253u * (seed ^ (seed >> 30)) + (uint)i;
            words[i] = seed;
        }

        next = Length;
        secondGauss = null;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (next == Length)
        {
            Twist();
        }

        var y = words[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A uniform number in [0, 1) with 53 random bits: <c>random_sample()</c>.</summary>
    public double NextDouble()
    {
        var high = NextUInt32() >> 5;
        var low = NextUInt32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary>A uniform number in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A standard normal number by Marsaglia's polar method: <c>randn()</c>. The second number of each pair comes first.</summary>
    public double StandardNormal()
    {
        if (secondGauss is { } kept)
        {
            secondGauss = null;
            return kept;
        }

        double x1, x2, square;
        do
        {
            x1 = 2.0 * NextDouble() - 1.0;
            x2 = 2.0 * NextDouble() - 1.0;
            square = x1 * x1 + x2 * x2;
        }
        while (square >= 1.0 || square == 0.0);

        var factor = Math.Sqrt(-2.0 * ScalarFunctions.Log(square) / square);
        secondGauss = factor * x1;
        return factor * x2;
    }

    /// <summary>A whole number from 0 to <paramref name="max"/> inclusive, by masked rejection.</summary>
    public int Interval(int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        if (max == 0)
        {
            return 0;
        }

        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)max);
        uint value;
        do
        {
            value = NextUInt32() & mask;
        }
        while (value > max);
        return (int)value;
    }

    /// <summary>Shuffles in place, from the end.</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Interval(i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Fills with a permutation of 0, 1, ...: <c>permutation(n)</c>.</summary>
    public void Permutation(Span<int> items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = i;
        }

        Shuffle(items);
    }

    private void Twist()
    {
        for (var i = 0; i < Length; i++)
        {
            var y = (words[i] & 0x80000000u) | (words[i + 1 < Length ? i + 1 : 0] & 0x7FFFFFFFu);
            var source = i + Middle < Length ? i + Middle : i + Middle - Length;
            words[i] = words[source] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DFu);
        }

        next = 0;
    }
}
