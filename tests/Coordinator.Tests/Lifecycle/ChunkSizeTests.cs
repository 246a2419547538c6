using CsCheck;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Lifecycle;

public class ChunkSizeTests
{
    private static readonly Gen<(int Pending, int Slots, int AllSlots, double Seconds, int Most)> Cases =
        Gen.Select(
            Gen.Int[0, 10_000],
            Gen.Int[1, 64],
            Gen.Int[0, 512],
            Gen.OneOf(Gen.OneOf(0.0, 1e-9, 1e-6, 0.5, double.Epsilon, double.MaxValue), Gen.Double[0, 100]),
            Gen.Int[1, 256],
            (pending, slots, others, seconds, most) => (pending, slots, slots + others, seconds, most));

    [Fact]
    public void A_chunk_has_no_more_runs_than_wait_or_are_allowed() => Cases.Sample(c =>
        ChunkSize.For(c.Pending, c.Slots, c.AllSlots, c.Seconds, c.Most).ShouldBeInRange(0, Math.Min(c.Pending, c.Most)));

    [Fact]
    public void While_runs_wait_there_is_work_for_every_requested_slot() => Cases.Sample(c =>
        ChunkSize.For(c.Pending, c.Slots, c.AllSlots, c.Seconds, c.Most)
            .ShouldBeGreaterThanOrEqualTo(Math.Min(Math.Min(c.Slots, c.Most), c.Pending)));

    [Fact]
    public void More_than_a_run_a_slot_is_never_more_than_half_of_what_waits() => Cases.Sample(c =>
    {
        var size = ChunkSize.For(c.Pending, c.Slots, c.AllSlots, c.Seconds, c.Most);
        if (size > c.Slots)
        {
            size.ShouldBeLessThanOrEqualTo(c.Pending / 2);
            (size * c.Seconds).ShouldBeLessThanOrEqualTo(c.Slots * ChunkSize.SecondsPerSlot * 1.000001);
        }
    });

    [Theory]
    [InlineData(1000, 1, 1, 0.0, 1)]
    [InlineData(1000, 1, 1, 10.0, 1)]
    [InlineData(1000, 1, 1, 0.01, 50)]
    [InlineData(1000, 4, 4, 0.01, 200)]
    [InlineData(1000, 4, 8, 0.0001, 248)]
    [InlineData(1000, 8, 8, 0.0001, 256)]
    [InlineData(3, 4, 4, 0.0001, 3)]
    [InlineData(0, 4, 4, 0.0001, 0)]
    public void Short_runs_are_sent_together_and_long_ones_alone(int pending, int slots, int allSlots, double seconds, int expected) =>
        ChunkSize.For(pending, slots, allSlots, seconds, 256).ShouldBe(expected);

    [Fact]
    public void Given_chunks_until_none_waits_every_run_is_given_once() => Cases.Sample(c =>
    {
        var left = c.Pending;
        var chunks = 0;
        while (left > 0)
        {
            left -= ChunkSize.For(left, c.Slots, c.AllSlots, c.Seconds, c.Most);
            (++chunks).ShouldBeLessThanOrEqualTo(c.Pending);
        }

        left.ShouldBe(0);
    });
}
