using NNOptim.Coordinator.Dashboard.Feed;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>The events for a client that reconnects.</summary>
public class FeedLogTests
{
    private readonly FeedLog log = new("p1", capacity: 3);

    [Fact]
    public void What_came_since_is_given_in_order()
    {
        Add(2);
        var known = log.IdOf(1);
        Add(1);

        log.After(log.NumberOf(known).ShouldNotBeNull()).Events!.Value.Select(item => item.Number).ShouldBe([2, 3]);
    }

    [Fact]
    public void Nobody_goes_on_from_what_is_no_longer_kept_or_was_never_told_or_is_of_another_process()
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
    public void Whoever_waits_is_told_when_there_is_more()
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
