using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NNOptim.Coordinator.Tests.History.Tables;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.History.Upkeep;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Upkeep;

/// <summary>Single changed bits anywhere in a SQLite file.</summary>
public sealed class BitRotTests(PostgreSqlServer server) : HistoryTest(server)
{
    private const int Bits = 100;

    private enum Outcome
    {
        /// <summary>The reader reports it.</summary>
        Told,

        /// <summary>The figures are right, and the doctor reports it.</summary>
        RightAndFound,

        /// <summary>The figures are right: the bit has no meaning.</summary>
        Right,

        /// <summary>The figures of the tables are wrong, and the doctor reports it.</summary>
        OtherAndFound,

        /// <summary>The figures are wrong, and nobody reports it.</summary>
        OtherInSilence,
    }

    [Fact]
    public void No_changed_bit_changes_figures_silently()
    {
        var file = Written();
        var bytes = File.ReadAllBytes(file);
        var right = FiguresOf(file, tables: false) + FiguresOf(file, tables: true);
        var random = new Random(11);
        var outcomes = Enumerable.Range(0, Bits).Select(_ => random.NextInt64(bytes.Length * 8L)).Select(bit => OutcomeOf(bytes, bit, right)).ToList();

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", outcomes.CountBy(outcome => outcome).Select(pair => $"{pair.Key} {pair.Value}")));
        outcomes.ShouldNotContain(Outcome.OtherInSilence);
        outcomes.Count(outcome => outcome != Outcome.Right).ShouldBeGreaterThan(Bits / 4);
    }

    /// <summary>An ended experiment of two hundred runs in a closed file, and a second experiment.</summary>
    private string Written()
    {
        var database = (SqliteDatabase)Create(SqlDialect.Sqlite);
        Journals.Write(database, Id, Events(Id));
        Journals.Write(database, OtherId, [.. Journals.Life(OtherId), .. Journals.End(OtherId)]);
        new HistoryProjection(database).CatchUp();
        SqliteConnection.ClearAllPools();
        SqliteFiles.Checkpoint(database.Path);
        return database.Path;
    }

    private static ImmutableArray<IExperimentEvent> Events(ExperimentId id) =>
    [
        new ExperimentSubmitted(id, Specify(200), Actors.Experiments.Environment, Journals.Start),
        .. Enumerable.Range(1, 200).SelectMany(run => (IExperimentEvent[])
        [
            new RunsAssigned(id, new("a"), [new(run, 1)], Journals.Start),
            new CostsRecorded(id, new(run, 1), 0, [0.5, 0.4]),
            new RunCompleted(id, new(run, 1), Result(("final_cost", 1.0 / run)), Journals.Start),
        ]),
        new ExperimentEnded(id, Journals.Start),
    ];

    private Outcome OutcomeOf(byte[] bytes, long bit, string right)
    {
        var path = FileAt($"{bit}.db");
        var damaged = bytes.ToArray();
        damaged[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        File.WriteAllBytes(path, damaged);
        try
        {
            var figures = FiguresOf(path, tables: false) + FiguresOf(path, tables: true);
            var isFound = IsFound(path);
            return (figures == right, isFound) switch
            {
                (true, true) => Outcome.RightAndFound,
                (true, false) => Outcome.Right,
                (false, true) => Outcome.OtherAndFound,
                _ => Outcome.OtherInSilence,
            };
        }
        catch (Exception error) when (IsTold(error))
        {
            return Outcome.Told;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            File.Delete(path);
        }
    }

    private static bool IsFound(string path)
    {
        try
        {
            return Checkup.Examine(new SqliteDatabase(path)) is not { Problems.IsEmpty: true };
        }
        catch (Exception error) when (IsTold(error))
        {
            return true;
        }
    }

    private static bool IsTold(Exception error) =>
        DatabaseFailure.Is(error) || error is JournalRowException or HistoryVersionException or InvalidOperationException or FormatException or InvalidCastException;

    /// <summary>The figures of reports, or of the tables.</summary>
    private static string FiguresOf(string path, bool tables)
    {
        var database = new SqliteDatabase(path);
        database.Examine();
        if (tables)
        {
            return string.Join('\n', Journals.Rows(database, "runs").Concat(Journals.Rows(database, "cost_points")).Concat(Journals.Rows(database, "experiments")));
        }

        var events = new JournalReader(database).Events(Id);
        ExperimentHistory.Replay(events).ShouldNotBeNull();
        return string.Join('\n', events.Select(@event => Convert.ToBase64String(ProtocolCodec.ToBytes(@event))));
    }
}
