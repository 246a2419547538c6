using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Tests.Persistence;

public sealed class LeaseKeeperTests
{
    private readonly StepClock clock = new();

    [Fact]
    public async Task A_lease_is_renewed_again_and_again()
    {
        using var lease = new ScriptedLease(_ => true);
        await using var keeper = LeaseKeeper.Start(lease, clock);

        for (var i = 0; i < 20; i++)
        {
            (await StepAsync(lease, keeper)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_lease_that_another_has_taken_is_lost_at_once()
    {
        using var lease = new ScriptedLease(call => call < 2);
        await using var keeper = LeaseKeeper.Start(lease, clock);

        (await StepAsync(lease, keeper)).ShouldBeTrue();
        (await StepAsync(lease, keeper)).ShouldBeTrue();
        (await StepAsync(lease, keeper)).ShouldBeTrue();

        (await StepAsync(lease, keeper)).ShouldBeFalse("it is lost with the third answer");
        keeper.Reason.ShouldBe("another coordinator has taken over");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_loses_the_lease_after_its_duration_and_not_before()
    {
        using var lease = new ScriptedLease(_ => throw new TimeoutException("no answer"));
        var started = clock.GetTimestamp();
        await using var keeper = LeaseKeeper.Start(lease, clock);

        while (await StepAsync(lease, keeper))
        {
            clock.GetElapsedTime(started).ShouldBeLessThan(CoordinatorLease.Duration + CoordinatorLease.RenewInterval);
        }

        clock.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(CoordinatorLease.Duration);
        keeper.Reason.ShouldContain("no answer");
    }

    [Fact]
    public async Task A_database_that_never_answers_loses_the_lease_when_it_lapses()
    {
        using var never = new ManualResetEventSlim();
        using var lease = new ScriptedLease(_ => !never.Wait(TimeSpan.FromMinutes(1), CancellationToken.None));
        var started = clock.GetTimestamp();
        await using var keeper = LeaseKeeper.Start(lease, clock);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = keeper.Lost.Register(lost.SetResult);

        clock.Advance(await clock.Rests.Reader.ReadAsync(TestContext.Current.CancellationToken));
        clock.Advance(await clock.Rests.Reader.ReadAsync(TestContext.Current.CancellationToken));

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.GetElapsedTime(started).ShouldBe(CoordinatorLease.Duration);
        never.Set();
    }

    [Fact]
    public async Task A_lease_is_kept_through_failures_of_any_kind_until_it_lapses()
    {
        using var lease = new ScriptedLease(call => call == 0 ? throw new System.Net.Sockets.SocketException(11001) : true);
        await using var keeper = LeaseKeeper.Start(lease, clock);

        (await StepAsync(lease, keeper)).ShouldBeTrue();
        (await StepAsync(lease, keeper)).ShouldBeTrue();
        (await StepAsync(lease, keeper)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_that_answers_again_in_time_keeps_the_lease()
    {
        using var lease = new ScriptedLease(call => call % 3 == 0 ? true : throw new TimeoutException("no answer"));
        await using var keeper = LeaseKeeper.Start(lease, clock);

        for (var i = 0; i < 30; i++)
        {
            (await StepAsync(lease, keeper)).ShouldBeTrue();
        }
    }

    /// <summary>Advances the time until the keeper has tried once more; returns false when the lease is lost.</summary>
    private async Task<bool> StepAsync(ScriptedLease lease, LeaseKeeper keeper)
    {
        var lost = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = keeper.Lost.Register(() => lost.TrySetResult(default));
        var rest = clock.Rests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        if (await Task.WhenAny(rest, lost.Task) == lost.Task)
        {
            return false;
        }

        clock.Advance(await rest);
        // The time that the database has to answer.
        var answer = clock.Rests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        if (await Task.WhenAny(answer, lost.Task) == lost.Task)
        {
            return false;
        }

        await lease.Asked.Reader.ReadAsync(TestContext.Current.CancellationToken);
        return true;
    }

    /// <summary>A clock that tells how long somebody is about to wait, so that a test advances it neither too early nor too far.</summary>
    private sealed class StepClock : FakeTimeProvider
    {
        public Channel<TimeSpan> Rests { get; } = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Rests.Writer.TryWrite(dueTime);
            return timer;
        }
    }

    private sealed class ScriptedLease(Func<int, bool> renew) : CoordinatorLease
    {
        private int calls;

        public Channel<int> Asked { get; } = Channel.CreateUnbounded<int>();

        public override LeaseTerm? TryTake() => null;

        public override bool Renew()
        {
            var call = calls++;
            try
            {
                return renew(call);
            }
            finally
            {
                Asked.Writer.TryWrite(call);
            }
        }

        public override void Release()
        {
        }

        public override void Dispose()
        {
        }
    }
}
