namespace NNOptim.Reporting.Statistics;

/// <summary>
/// A stream of random numbers from a counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3,
/// SC 2011). The counter's low 64 bits number the blocks of the stream. Its high 64 bits are the number of the stream. So streams of one
/// key never overlap, and each has 2^66 words. An instance is not safe for use by several threads.
/// </summary>
/// <param name="key">The key of all streams, for example a seed.</param>
/// <param name="stream">The number of the stream.</param>
public sealed class CounterRandom(ulong key, ulong stream)
{
    private const int Rounds = 10;
    private const int Words = 4;

    private readonly uint[] _words = new uint[Words];
    private ulong _block;
    private int _used = Words;

    /// <summary>The next 32 bits.</summary>
    public uint NextUInt32()
    {
        if (_used == Words)
        {
            Encrypt([(uint)_block, (uint)(_block >> 32), (uint)stream, (uint)(stream >> 32)], (uint)key, (uint)(key >> 32), _words);
            _block++;
            _used = 0;
        }

        return _words[_used++];
    }

    /// <summary>
    /// A whole number in [0, n), each with the same probability (Lemire, Fast random integer generation in an interval, ACM TOMACS 29,
    /// 2019). It takes one word, and a further word for each rejection.
    /// </summary>
    /// <param name="n">The number of values, 1 or more.</param>
    public int NextBelow(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var range = (uint)n;
        var product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            // The lowest 2^32 mod n remainders would make some values more frequent than others.
            var threshold = (0 - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number in [0, 1): a multiple of 2^-53, each with the same probability. It takes two words, the low one first.</summary>
    public double NextDouble()
    {
        ulong low = NextUInt32();
        ulong high = NextUInt32();
        return (((high << 32) | low) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The ten rounds of Philox4x32 on a counter of four words, the lowest first.</summary>
    internal static void Encrypt(ReadOnlySpan<uint> counter, uint key0, uint key1, Span<uint> words)
    {
        var (a, b, c, d) = (counter[0], counter[1], counter[2], counter[3]);
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)0xD2511F53 * a;
            var second = (ulong)0xCD9E8D57 * c;
            (a, b, c, d) = ((uint)(second >> 32) ^ b ^ key0, (uint)second, (uint)(first >> 32) ^ d ^ key1, (uint)first);
            key0 = unchecked(key0 + 0x9E3779B9);
            key1 = unchecked(key1 + 0xBB67AE85);
        }

        (words[0], words[1], words[2], words[3]) = (a, b, c, d);
    }
}
