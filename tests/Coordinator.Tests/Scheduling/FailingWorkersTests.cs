using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Scheduling;

public class FailingWorkersTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly WorkerId Worker = new("127.0.0.1:1/a");
    private static readonly WorkerId Other = new("127.0.0.1:2/b");

    private readonly FailingWorkers failing = new();

    [Fact]
    public void Each_pause_is_twice_as_long_as_the_last_and_a_minute_at_most()
    {
        Fail(Worker, FailingWorkers.MaxConsecutiveFailures - 1, Now);
        Rests(Now).ShouldBeFalse();
        var now = Now;
        foreach (var rest in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            Fail(Worker, 20, now);
            Rests(now + TimeSpan.FromSeconds(rest - 0.1)).ShouldBeTrue();
            now += TimeSpan.FromSeconds(rest);
            Rests(now).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_completed_run_resets_the_failures_of_its_worker()
    {
        Fail(Worker, 100, Now);
        failing.Forget(Worker);

        Rests(Now).ShouldBeFalse();
        Fail(Worker, FailingWorkers.MaxConsecutiveFailures - 1, Now);
        Rests(Now).ShouldBeFalse();
    }

    [Fact]
    public void A_worker_that_is_alone_or_no_worse_than_the_others_does_not_pause()
    {
        Fail(Worker, FailingWorkers.MaxConsecutiveFailures, Now);
        failing.IsPaused(Worker, [], Now).ShouldBeFalse();
        failing.IsPaused(Worker, [Worker], Now).ShouldBeFalse();

        Fail(Other, FailingWorkers.MaxConsecutiveFailures, Now);
        Rests(Now).ShouldBeFalse();
    }

    private bool Rests(DateTimeOffset now) => failing.IsPaused(Worker, [Worker, Other], now);

    private void Fail(WorkerId worker, int times, DateTimeOffset now)
    {
        for (var i = 0; i < times; i++)
        {
            failing.RecordFailure(worker, now);
        }
    }
}
