using Microsoft.Extensions.Time.Testing;
using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

public sealed class HistoryFollowerTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task It_follows_the_journal_while_others_write_it_and_goes_on_after_a_failure(SqlDialect dialect)
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

    private static int? Ended(JournalDatabase database)
    {
        using var tables = HistoryTables.Open(database);
        return tables?.Experiments(new HistoryFilter()).SingleOrDefault()?.EndedRuns;
    }

    /// <summary>Lets a second of the follower's time pass, again and again, until something is so.</summary>
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
