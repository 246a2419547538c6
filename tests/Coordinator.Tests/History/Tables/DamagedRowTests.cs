using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>Rows that the tables' constraints exclude are errors, not zeros.</summary>
public sealed class DamagedRowTests(PostgreSqlServer server) : HistoryTest(server)
{
    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_column_without_a_value_is_an_error(SqlDialect dialect)
    {
        foreach (var column in (string[])["worker", "attempts", "first_assigned_at"])
        {
            var database = Filled(dialect);
            Journals.Execute(database, "ALTER TABLE workers RENAME TO checked_workers");
            Journals.Execute(database, "CREATE TABLE workers AS SELECT * FROM checked_workers");
            Journals.Execute(database, $"UPDATE workers SET {column} = NULL");

            using var tables = HistoryTables.Open(database).ShouldNotBeNull();
            Should.Throw<Exception>(() => tables.Workers(Id), column);
        }
    }

    [Fact]
    public void A_number_of_more_than_32_bits_is_an_error()
    {
        var database = Filled(SqlDialect.Sqlite);
        Journals.Execute(database, "UPDATE workers SET attempts = 5000000000");
        Journals.Execute(database, "UPDATE runs SET attempts = 5000000000 WHERE run = 1");

        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        Should.Throw<OverflowException>(() => tables.Workers(Id));
        Should.Throw<OverflowException>(() => tables.Run(Id, 1));
    }

    private JournalDatabase Filled(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        new HistoryProjection(database).CatchUp();
        return database;
    }
}
