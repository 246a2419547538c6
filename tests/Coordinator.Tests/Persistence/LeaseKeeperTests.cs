using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Tests.Persistence;

public sealed class LeaseKeeperTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task A_lease_is_renewed_again_and_again()
    {
        using var lease = new ScriptedLease(_ => true);
        await using var keeper = LeaseKeeper.Start(lease, clock);

        for (var i = 0; i < 20; i++)
        {
            await AdvanceAsync(lease);
        }

        keeper.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_that_another_has_taken_is_lost_at_once()
    {
        using var lease = new ScriptedLease(call => call < 2);
        await using var keeper = LeaseKeeper.Start(lease, clock);

        await AdvanceAsync(lease);
        await AdvanceAsync(lease);
        await AdvanceAsync(lease);

        await LostAsync(keeper);
        keeper.Reason.ShouldBe("another coordinator has taken over");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_loses_the_lease_after_its_duration_and_not_before()
    {
        using var lease = new ScriptedLease(_ => throw new TimeoutException("no answer"));
        var started = clock.GetTimestamp();
        await using var keeper = LeaseKeeper.Start(lease, clock);

        while (!keeper.Lost.IsCancellationRequested)
        {
            await AdvanceAsync(lease);
            (keeper.Lost.IsCancellationRequested && clock.GetElapsedTime(started) <= CoordinatorLease.Duration).ShouldBeFalse();
            clock.GetElapsedTime(started).ShouldBeLessThan(CoordinatorLease.Duration * 3);
        }

        keeper.Reason.ShouldContain("no answer");
    }

    [Fact]
    public async Task A_database_that_answers_again_in_time_keeps_the_lease()
    {
        using var lease = new ScriptedLease(call => call % 3 == 0 ? true : throw new TimeoutException("no answer"));
        await using var keeper = LeaseKeeper.Start(lease, clock);

        for (var i = 0; i < 30; i++)
        {
            await AdvanceAsync(lease);
        }

        keeper.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    /// <summary>Lets time go by until the lease is asked for once more, or lost.</summary>
    private async Task AdvanceAsync(ScriptedLease lease)
    {
        while (!lease.Asked.Reader.TryRead(out _))
        {
            clock.Advance(CoordinatorLease.TryInterval);
            await Task.Yield();
        }
    }

    private static Task LostAsync(LeaseKeeper keeper)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        keeper.Lost.Register(lost.SetResult);
        return lost.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
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
