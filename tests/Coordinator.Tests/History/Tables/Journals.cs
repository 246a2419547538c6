using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>Journals with past events.</summary>
internal static class Journals
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 24, 8, 0, 0, 123, TimeSpan.Zero);

    /// <summary>
    /// Four runs. The first completes at once. The second loses its worker and diverges at the second attempt. The third
    /// fails permanently. The fourth fails once, and then a worker holds it.
    /// </summary>
    public static ImmutableArray<IExperimentEvent> Life(ExperimentId id, DateTimeOffset? start = null)
    {
        var at = start ?? Start;
        WorkerId a = new("a"), b = new("b");
        return
        [
            new ExperimentSubmitted(id, Specify(4), Actors.Experiments.Environment with { ProcessorName = "Abacus 9", DataSha256 = "0a1b" }, at),
            new RunsAssigned(id, a, [new(1, 1), new(2, 1), new(3, 1)], at.AddSeconds(1)),
            new CostsRecorded(id, new(1, 1), 0, [0.5]),
            new CostsRecorded(id, new(2, 1), 0, [0.7]),
            new CostsRecorded(id, new(1, 1), 1, [0.4]),
            new RunCompleted(id, new(1, 1), Result(("final_cost", 0.4), ("best_cost", 0.4), ("best_epoch", 1), ("train_accuracy", 0.9)), at.AddSeconds(2)),
            new RunsRequeued(id, [new(2, 1)], RequeueCause.WorkerLost, at.AddSeconds(3)),
            new RunsAssigned(id, b, [new(2, 2), new(4, 1)], at.AddSeconds(4)),
            new CostsRecorded(id, new(2, 2), 1, [1e300]),
            new RunCompleted(id, new(2, 2), Result() with { DivergedAtEpoch = 1 }, at.AddSeconds(5)),
            new RunFailed(id, new(3, 1), "out of\0 memory", Final: true, at.AddSeconds(6)),
            new RunFailed(id, new(4, 1), "a hiccup", Final: false, at.AddSeconds(7)),
            new RunsAssigned(id, a, [new(4, 2)], at.AddSeconds(8)),
        ];
    }

    /// <summary>The events that end such an experiment: the fourth run completes.</summary>
    public static ImmutableArray<IExperimentEvent> End(ExperimentId id) =>
    [
        new CostsRecorded(id, new(4, 2), 0, [0.3, 0.2]),
        new RunCompleted(id, new(4, 2), Result(("final_cost", 0.2)), Start.AddSeconds(9)),
        new ExperimentEnded(id, Start.AddSeconds(9)),
    ];

    /// <summary>The events that a permanent coordinator adds: a pause, checkpoints, a cancellation, a retry of cancelled and failed runs.</summary>
    public static ImmutableArray<IExperimentEvent> Steered(ExperimentId id) =>
    [
        new PriorityChanged(id, 5, "me", Start.AddSeconds(10)),
        new ExperimentPaused(id, "me", Start.AddSeconds(11)),
        new RunCheckpointed(id, new(4, 2), 1, Start.AddSeconds(12)),
        new ExperimentResumed(id, "me", Start.AddSeconds(13)),
        new ExperimentCancelled(id, "me", Start.AddSeconds(14)),
        new ExperimentEnded(id, Start.AddSeconds(14)),
        new RunsRetried(id, [3, 4], Start.AddSeconds(15), "me"),
        new RunsAssigned(id, new("b"), [new(3, 2)], Start.AddSeconds(16)),
        new CostsRecorded(id, new(3, 2), 0, [0.9, 0.8]),
        new RunCompleted(id, new(3, 2), Done, Start.AddSeconds(17)),
        new ExperimentCancelled(id, "me", Start.AddSeconds(18)),
        new ExperimentEnded(id, Start.AddSeconds(18)),
    ];

    public static void Write(JournalDatabase database, ExperimentId id, params IEnumerable<IProtocolMessage> messages) =>
        WriteTo(database, ExperimentStream.NameOf(id), messages);

    public static void Annotate(JournalDatabase database, params ExperimentAnnotated[] annotations) =>
        WriteTo(database, ExperimentStream.AnnotationsOf(annotations[0].ExperimentId), annotations);

    public static void Execute(JournalDatabase database, string sql)
    {
        using var connection = database.OpenToWrite();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Every row of a table as a line, in order.</summary>
    public static IReadOnlyList<string> Rows(JournalDatabase database, string table)
    {
        using var connection = database.OpenToRead().ShouldNotBeNull();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "-" : FormattableString.Invariant($"{reader.GetValue(column):R}"))));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    public static void WriteTo(JournalDatabase database, string stream, IEnumerable<IProtocolMessage> messages)
    {
        using var connection = database.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        JournalRows.Append(connection, transaction, stream, messages, Start);
        transaction.Commit();
    }
}
