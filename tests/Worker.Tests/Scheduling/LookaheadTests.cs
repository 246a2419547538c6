using CsCheck;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Tests.Scheduling;

public sealed class LookaheadTests
{
    [Theory]
    [InlineData(4, 10)]
    [InlineData(4, 0.25)]
    [InlineData(200, 0.001)]
    public void For_long_jobs_or_many_slots_one_job_per_slot_is_held(int slots, double seconds) => After(slots, seconds).Jobs.ShouldBe(slots);

    [Fact]
    public void Until_a_job_has_ended_one_job_per_slot_is_held() => new Lookahead(4).Jobs.ShouldBe(4);

    [Theory]
    [InlineData(16, 0.1, 40)]
    [InlineData(2, 0.01, 50)]
    [InlineData(2, 0, 128)]
    public void For_short_jobs_a_quarter_of_a_second_per_slot_is_held_within_limits(int slots, double seconds, int jobs) =>
        After(slots, seconds).Jobs.ShouldBe(jobs);

    [Fact]
    public void The_lookahead_adapts_to_the_duration_of_jobs()
    {
        var lookahead = After(2, 0.01);
        for (var i = 0; i < 100; i++)
        {
            lookahead.Add(TimeSpan.FromSeconds(1));
        }

        lookahead.Jobs.ShouldBe(2);
    }

    [Fact]
    public void Only_missing_work_is_requested() =>
        Gen.Select(Gen.Int[1, 256], Gen.Double[0, 1], Gen.Int[0, 400]).Sample((slots, seconds, ready) =>
        {
            var lookahead = After(slots, seconds);
            var asked = lookahead.SlotsToRequest(ready);
            asked.ShouldBeInRange(0, slots);
            (asked > 0).ShouldBe(ready < lookahead.Jobs);
            if (ready == 0)
            {
                asked.ShouldBe(slots);
            }
        });

    private static Lookahead After(int slots, double seconds)
    {
        var lookahead = new Lookahead(slots);
        lookahead.Add(TimeSpan.FromSeconds(seconds));
        return lookahead;
    }
}
