using NNOptim.Coordinator.Actors;

namespace NNOptim.Coordinator.Tests.Actors;

public class SnapshotScheduleTests
{
    [Theory]
    [InlineData(99, 10, false)]
    [InlineData(100, 10, true)]
    [InlineData(100, 404, false)]
    [InlineData(101, 404, true)]
    public void A_snapshot_is_due_after_enough_events_or_a_quarter_as_many_as_runs(long events, int runs, bool isDue)
    {
        var schedule = new SnapshotSchedule(100);
        schedule.Stored(50);
        schedule.IsDue(50 + events, runs).ShouldBe(isDue);
    }
}
