using NNOptim.Coordinator.Tests.ExperimentFiles;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>Compares the description of the tables in <c>docs/history.md</c> with the tables.</summary>
public sealed class HistoryDocumentTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly string[] Tables =
        ["experiments", "experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Every_column_is_described_under_its_table(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        new HistoryProjection(database).CatchUp();
        var text = Published.Read("docs/history.md");
        text = text[text.IndexOf("## Tables", StringComparison.Ordinal)..text.IndexOf("## The formats", StringComparison.Ordinal)];
        using var connection = database.OpenToRead()!;
        foreach (var (table, i) in Tables.Select((table, i) => (table, i)))
        {
            var from = text.IndexOf($"\n`{table}`", StringComparison.Ordinal);
            from.ShouldBeGreaterThan(-1, table);
            var part = text[from..(i + 1 < Tables.Length ? text.IndexOf($"\n`{Tables[i + 1]}`", StringComparison.Ordinal) : text.Length)];
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names above
            command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)
                .Where(column => !part.Contains($"`{column}`", StringComparison.Ordinal)).ShouldBeEmpty(table);
        }
    }
}
