using System.Data.Common;
using System.IO.Hashing;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>A number for the rows of each experiment in each table, in whatever order the rows are read.</summary>
internal static class TableDigests
{
    /// <summary>The digests of the history's tables.</summary>
    public static Dictionary<(string Table, string Experiment), ulong> Of(JournalDatabase database)
    {
        var digests = new Dictionary<(string, string), ulong>();
        using var connection = database.OpenToRead();
        foreach (var table in connection is null ? [] : HistorySchema.Tables.Where(table => table != HistorySchema.VersionTable))
        {
            Add(digests, connection!, table);
        }

        return digests;
    }

    private static void Add(Dictionary<(string, string), ulong> digests, DbConnection connection, string table)
    {
        using var command = Sql.Command(connection, null, $"SELECT * FROM {table}");
        using var reader = command.ExecuteReader();
        using var row = new MemoryStream();
        using var writer = new BinaryWriter(row);
        while (reader.Read())
        {
            row.SetLength(0);
            for (var column = 0; column < reader.FieldCount; column++)
            {
                Write(writer, reader.GetValue(column));
            }

            var part = (table, reader.GetString(0));
            digests[part] = unchecked(digests.GetValueOrDefault(part) + XxHash3.HashToUInt64(row.GetBuffer().AsSpan(0, (int)row.Length)));
        }
    }

    /// <summary>Writes a value with its kind, so that no two rows have the same bytes.</summary>
    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case long whole:
                writer.Write('w');
                writer.Write(whole);
                break;
            case double real:
                writer.Write('r');
                writer.Write(real);
                break;
            case string text:
                writer.Write('t');
                writer.Write(text);
                break;
            default:
                writer.Write('-');
                break;
        }
    }
}
