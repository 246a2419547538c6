using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class CounterRandomTests
{
    /// <summary>The known answers of Random123 1.14 (tests/kat_vectors) for philox4x32 with 10 rounds.</summary>
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, 0, 0, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue }, uint.MaxValue, uint.MaxValue,
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, 0xa4093822, 0x299f31d0,
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Blocks_are_those_of_Random123(uint[] counter, uint key0, uint key1, uint[] expected)
    {
        var words = new uint[4];

        CounterRandom.Encrypt(counter, key0, key1, words);

        words.ShouldBe(expected);
    }

    [Fact]
    public void A_stream_counts_blocks_from_zero_in_the_low_half()
    {
        const ulong key = 0x299f31d0_a4093822;
        const ulong stream = 0x03707344_13198a2e;
        var random = new CounterRandom(key, stream);

        foreach (var block in new uint[] { 0, 1, 2 })
        {
            var words = new uint[4];
            CounterRandom.Encrypt([block, 0, 0x13198a2e, 0x03707344], 0xa4093822, 0x299f31d0, words);
            Take(random, 4).ShouldBe(words);
        }
    }

    [Fact]
    public void Equal_streams_repeat_and_others_differ()
    {
        var words = Take(new CounterRandom(7, 3), 100);

        Take(new CounterRandom(7, 3), 100).ShouldBe(words);
        Take(new CounterRandom(7, 4), 100).Intersect(words).ShouldBeEmpty();
        Take(new CounterRandom(8, 3), 100).Intersect(words).ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_below_a_bound_are_equally_frequent()
    {
        var random = new CounterRandom(1, 0);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextBelow(7)]++;
        }

        // Chi squared with 6 degrees of freedom: scipy.stats.chi2.ppf(0.9999, 6) = 27.9
        counts.Sum(count => (count - 10_000.0) * (count - 10_000) / 10_000).ShouldBeLessThan(27.9);
    }

    /// <summary>Without rejection, 2^32 words over 3 * 2^29 values give every third value two words and the others three.</summary>
    [Fact]
    public void Rejection_keeps_a_large_bound_fair()
    {
        var random = new CounterRandom(1, 0);
        var counts = new int[3];
        for (var i = 0; i < 30_000; i++)
        {
            counts[random.NextBelow(3 << 29) % 3]++;
        }

        // scipy.stats.chi2.ppf(0.9999, 2) = 18.4
        counts.Sum(count => (count - 10_000.0) * (count - 10_000) / 10_000).ShouldBeLessThan(18.4);
    }

    [Fact]
    public void Real_numbers_fill_the_unit_interval()
    {
        var random = new CounterRandom(2, 0);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToList();

        numbers.ShouldAllBe(number => number >= 0 && number < 1);
        numbers.Average().ShouldBe(0.5, 0.004);
        numbers.Average(number => number * number).ShouldBe(1.0 / 3, 0.004);
    }

    [Fact]
    public void A_bound_of_one_gives_zero_and_of_zero_is_refused()
    {
        new CounterRandom(1, 1).NextBelow(1).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => new CounterRandom(1, 1).NextBelow(0));
    }

    private static List<uint> Take(CounterRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextUInt32())];
}
