using NNOptim.Coordinator.Actors;

namespace NNOptim.Coordinator.Tests.Actors;

public class RestartPolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly RestartPolicy policy = new(new CoordinatorSettings
    {
        ShortestPause = TimeSpan.FromSeconds(1),
        LongestPause = TimeSpan.FromSeconds(3),
        DatabaseTimeout = TimeSpan.FromMinutes(2),
    });

    [Fact]
    public void Pauses_double_up_to_the_longest_until_an_event_is_written()
    {
        policy.Start(Start);
        policy.Fail(Start).ShouldBe(Start);

        new[] { policy.NextPause(), policy.NextPause(), policy.NextPause(), policy.NextPause() }.Select(pause => pause.TotalSeconds).ShouldBe([1, 2, 3, 3]);

        policy.Succeed();
        policy.NextPause().TotalSeconds.ShouldBe(1);
    }

    [Fact]
    public void A_start_without_a_write_does_not_end_a_series_of_failures()
    {
        policy.Start(Start);
        policy.Fail(Start);
        policy.Start(Start.AddSeconds(100));

        policy.Fail(Start.AddSeconds(121)).ShouldBe(Start);

        policy.IsGivenUp(Start.AddSeconds(120)).ShouldBeFalse();
        policy.IsGivenUp(Start.AddSeconds(121)).ShouldBeTrue();
    }

    [Fact]
    public void A_failure_after_a_minute_of_work_begins_a_new_series()
    {
        policy.Start(Start);
        policy.Fail(Start);
        policy.NextPause();
        policy.NextPause();
        policy.Start(Start.AddSeconds(5));

        policy.Fail(Start.AddSeconds(66)).ShouldBe(Start.AddSeconds(66));

        policy.NextPause().TotalSeconds.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_given_up_without_a_failure()
    {
        policy.Start(Start);
        policy.IsGivenUp(Start.AddDays(1)).ShouldBeFalse();
    }
}
