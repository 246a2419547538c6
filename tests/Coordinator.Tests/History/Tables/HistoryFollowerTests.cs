using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

public sealed class HistoryFollowerTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task It_follows_the_journal_while_others_write_and_continues_after_a_failure(SqlDialect dialect)
    {
        var database = Create(dialect);
        var time = new FakeTimeProvider();
        var failures = 0;
        await using var follower = HistoryFollower.Start(database, time, _ => Interlocked.Increment(ref failures));

        Journals.Write(database, Id, Journals.Life(Id));
        await PassesUntilAsync(time, () => Ended(database) == 3);
        Journals.Execute(database, "UPDATE history_schema SET version = 99");
        await PassesUntilAsync(time, () => Volatile.Read(ref failures) > 0);
        Journals.Execute(database, $"UPDATE history_schema SET version = {HistorySchema.Version}");
        Journals.Write(database, Id, Journals.End(Id));
        await PassesUntilAsync(time, () => Ended(database) == 4);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task It_reports_an_unreadable_stream_once_and_follows_the_others(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        Journals.Execute(database, $"UPDATE journal SET manifest = 'zz' WHERE persistence_id = 'experiment-{OtherId}' AND sequence_number = 1");
        var time = new FakeTimeProvider();
        var told = new ConcurrentQueue<Exception>();
        await using var follower = HistoryFollower.Start(database, time, told.Enqueue);

        await PassesUntilAsync(time, () => Ended(database) == 3 && !told.IsEmpty);
        Journals.Write(database, Id, Journals.End(Id));
        await PassesUntilAsync(time, () => Ended(database) == 4);

        told.ShouldHaveSingleItem().Message.ShouldContain($"experiment-{OtherId}");
    }

    [Theory]
    [InlineData(0.1, 1.9)]
    [InlineData(10, 5)]
    public void A_longer_update_leads_to_a_longer_but_limited_pause(double work, double rest) =>
        HistoryFollower.PauseAfter(TimeSpan.FromSeconds(work), 19).ShouldBe(TimeSpan.FromSeconds(rest));

    private static int? Ended(JournalDatabase database)
    {
        using var tables = HistoryTables.Open(database);
        return tables?.Experiments(new HistoryFilter()).SingleOrDefault()?.EndedRuns;
    }

    /// <summary>Advances the follower's clock by a second, repeatedly, until a condition holds.</summary>
    private static async Task PassesUntilAsync(FakeTimeProvider time, Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!isSo())
        {
            deadline.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, deadline.Token);
        }
    }
}
