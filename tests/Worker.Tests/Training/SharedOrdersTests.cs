using NNOptim.Training.Randomness;

namespace NNOptim.Worker.Tests.Training;

public class SharedOrdersTests
{
    // Seeds that only these tests use, because the process shares its cache of orders.
    private const uint FirstSeed = 3_000_000_000;

    [Fact]
    public void The_second_run_of_a_seed_keeps_its_orders_for_the_third()
    {
        const uint Seed = FirstSeed;
        SharedOrders.For(Seed, 300, 100).ShouldBeNull();
        var kept = SharedOrders.For(Seed, 300, 100).ShouldNotBeNull();
        SharedOrders.For(Seed, 300, 100).ShouldBeSameAs(kept);
        SharedOrders.For(Seed, 301, 100).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 10)]
    [InlineData(300, 100)]
    [InlineData(4096, 400)] // More than the cache keeps for one seed.
    public void Orders_read_are_those_drawn(int examples, int epochs)
    {
        const uint Seed = FirstSeed + 1;
        SharedOrders.For(Seed, examples, epochs);
        var shared = SharedOrders.For(Seed, examples, epochs);
        shared.ShouldNotBeNull();
        var drawn = new EpochPermutations(Seed, examples);
        var writer = new EpochPermutations(Seed, examples, shared);
        var reader = new EpochPermutations(Seed, examples, shared);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var expected = drawn.ForEpoch(epoch).ToArray();
            writer.ForEpoch(epoch).ToArray().ShouldBe(expected);
            reader.ForEpoch(epoch).ToArray().ShouldBe(expected);
        }

        var block = new int[EpochPermutations.Together * examples];
        shared.TryRead(0, block).ShouldBeTrue();
        block.AsSpan(0, examples).ToArray().ShouldBe(drawn.ForEpoch(0).ToArray());
    }

    [Fact]
    public void Threads_that_fill_the_same_orders_read_the_same()
    {
        const uint Seed = FirstSeed + 2;
        SharedOrders.For(Seed, 300, 400);
        var shared = SharedOrders.For(Seed, 300, 400);
        var alone = new EpochPermutations(Seed, 300);
        var expected = Enumerable.Range(0, 400).SelectMany(epoch => alone.ForEpoch(epoch).ToArray()).ToArray();

        var read = new int[4][];
        Parallel.For(0, read.Length, thread =>
        {
            var orders = new EpochPermutations(Seed, 300, shared);
            read[thread] = [.. Enumerable.Range(0, 400).SelectMany(epoch => orders.ForEpoch(epoch).ToArray())];
        });

        read.ShouldAllBe(orders => orders.SequenceEqual(expected));
    }

    [Fact]
    public void Orders_of_many_seeds_take_no_more_than_their_room()
    {
        for (var seed = FirstSeed + 10; seed < FirstSeed + 60; seed++)
        {
            SharedOrders.For(seed, 1000, 5000);
            SharedOrders.For(seed, 1000, 5000).ShouldNotBeNull();
            SharedOrders.Bytes.ShouldBeInRange(1, SharedOrders.MostBytes);
        }
    }

    [Fact]
    public void A_run_may_have_any_number_of_epochs()
    {
        const uint Seed = FirstSeed + 4;
        SharedOrders.For(Seed, 300, int.MaxValue).ShouldBeNull();
        SharedOrders.For(Seed, 300, int.MaxValue).ShouldNotBeNull();
        SharedOrders.Bytes.ShouldBeInRange(1, SharedOrders.MostBytes);
    }

    [Fact]
    public void Orders_of_many_examples_are_not_kept()
    {
        const uint Seed = FirstSeed + 3;
        SharedOrders.For(Seed, 5000, 10).ShouldBeNull();
        SharedOrders.For(Seed, 5000, 10).ShouldBeNull();
    }
}
