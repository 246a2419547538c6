using System.Data.Common;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>A statement with the names of its parameters, in the order of the values.</summary>
internal sealed record Statement(string Text, params string[] Parameters)
{
    /// <summary>A statement that inserts a row.</summary>
    public static Statement Insert(string table, params string[] columns) => new(
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(Sql.Quoted))}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))})", columns);
}

/// <summary>
/// Executes the statements of one transaction: each at once for a database in the process, and in batches for a database on the network.
/// Not thread-safe.
/// </summary>
internal sealed class HistoryWriter(DbConnection connection, DbTransaction transaction, SqlDialect dialect) : IDisposable
{
    private const int BatchSize = 500;

    private readonly Dictionary<Statement, DbCommand> prepared = [];
    private DbBatch? batch;

    public SqlDialect Dialect => dialect;

    /// <summary>A time as the database stores it.</summary>
    public object Time(DateTimeOffset time) => Time(dialect, time);

    /// <summary>A time as a database of a dialect stores it: an ISO 8601 string, which sorts by time, or a timestamp.</summary>
    public static object Time(SqlDialect dialect, DateTimeOffset time) => dialect == SqlDialect.Sqlite
        ? time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture)
        : time.UtcDateTime;

    /// <summary>Executes a statement, or adds it to the batch.</summary>
    public void Execute(Statement statement, params ReadOnlySpan<object?> values)
    {
        if (connection.CanCreateBatch)
        {
            Enqueue(statement, values);
            return;
        }

        if (!prepared.TryGetValue(statement, out var command))
        {
            command = Sql.Command(connection, transaction, statement.Text);
            foreach (var name in statement.Parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            prepared.Add(statement, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = Storable(values[i]);
        }

        command.ExecuteNonQuery();
    }

    /// <summary>Executes the remaining batch.</summary>
    public void Flush()
    {
        if (batch is { BatchCommands.Count: > 0 })
        {
            batch.ExecuteNonQuery();
            batch.Dispose();
            batch = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        batch?.Dispose();
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }
    }

    /// <summary>Removes NUL characters, which PostgreSQL does not allow in strings.</summary>
    private static object Storable(object? value) => value switch
    {
        null => DBNull.Value,
        string text when text.Contains('\0', StringComparison.Ordinal) => text.Replace('\0', '\uFFFD'),
        _ => value,
    };

    private void Enqueue(Statement statement, ReadOnlySpan<object?> values)
    {
        if (batch is null)
        {
            batch = connection.CreateBatch();
            batch.Transaction = transaction;
        }

        var command = batch.CreateBatchCommand();
        command.CommandText = statement.Text;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = statement.Parameters[i];
            parameter.Value = Storable(values[i]);
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count >= BatchSize)
        {
            Flush();
        }
    }
}
