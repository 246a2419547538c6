using System.Data.Common;
using System.IO.Hashing;
using Dapper;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>A digest of the rows of each experiment in each table, independent of the order of rows and columns.</summary>
internal static class TableDigests
{
    /// <summary>The digests of the history's tables.</summary>
    public static Dictionary<(string Table, string Experiment), ulong> Compute(JournalDatabase database)
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
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        List<string>? columns = null;
        foreach (IDictionary<string, object?> row in connection.Query($"SELECT * FROM {table}", buffered: false))
        {
            // The order of declared columns depends on the order of experiments.
            columns ??= [.. row.Keys.Order(StringComparer.Ordinal)];
            bytes.SetLength(0);
            foreach (var column in columns)
            {
                if (row[column] is { } value)
                {
                    writer.Write(column);
                    Write(writer, value);
                }
            }

            var part = (table, (string)row[columns.Contains("experiment_id") ? "experiment_id" : "id"]!);
            digests[part] = unchecked(digests.GetValueOrDefault(part) + XxHash3.HashToUInt64(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        }
    }

    /// <summary>Writes a value with its type, so that different rows have different bytes.</summary>
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
