using NNOptim.Coordinator.Dashboard.Feed;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>The events for a client that reconnects.</summary>
public class FeedLogTests
{
    private readonly FeedLog log = new("p1", capacity: 3);

    [Fact]
    public void Later_events_are_returned_in_order()
    {
        Add(2);
        var known = log.IdOf(1);
        Add(1);

        log.After(log.NumberOf(known).ShouldNotBeNull()).Events!.Value.Select(item => item.Number).ShouldBe([2, 3]);
    }

    [Fact]
    public void No_client_continues_from_an_event_that_the_log_does_not_have()
    {
        Add(5);

        log.NumberOf("p1-1").ShouldBeNull();
        log.NumberOf("p1-2").ShouldBe(2);
        log.NumberOf("p1-6").ShouldBeNull();
        log.NumberOf("p2-4").ShouldBeNull();
        log.NumberOf("nonsense").ShouldBeNull();
        log.After(1).Events.ShouldBeNull();
        log.After(2).Events!.Value.Length.ShouldBe(3);
    }

    [Fact]
    public void A_waiting_client_is_notified_of_new_events()
    {
        var (events, next) = log.After(0);
        events!.Value.ShouldBeEmpty();
        next.IsCompleted.ShouldBeFalse();
        Add(1);

        next.IsCompleted.ShouldBeTrue();
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            log.Add("ping", "{}");
        }
    }
}
