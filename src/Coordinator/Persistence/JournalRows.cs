using System.Data.Common;
using System.Globalization;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Persistence;

/// <summary>
/// Writes journal rows as Akka.Persistence.Sql does, for streams without an actor: annotations, and imports from another database. The
/// table's unique key prevents two writers from writing the same sequence number.
/// </summary>
public static class JournalRows
{
    private const string InsertText = """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        VALUES (@created, @deleted, @stream, @number, @message, @manifest, @identifier, @writer)
        """;

    /// <summary>Prepares a database and creates the journal's tables in it, when no actor system has done so.</summary>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    public static void MakeTables(JournalDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        database.Prepare();
        if (database.PluginCreatesTables)
        {
            using var connection = database.OpenToWrite();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a constant
            command.CommandText = SqliteTables.Statements;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Appends messages to a stream, in order. Returns the last sequence number.</summary>
    /// <exception cref="DbException">The rows cannot be written, or another process wrote the same sequence numbers.</exception>
    public static long Append(DbConnection connection, DbTransaction transaction, string stream, IEnumerable<IProtocolMessage> messages, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Append(connection, transaction, stream, messages.Select(message => (ProtocolCodec.ManifestOf(message), ProtocolCodec.ToBytes(message))), now);
    }

    /// <summary>Appends encoded messages to a stream, in order. Returns the last sequence number.</summary>
    /// <inheritdoc cref="Append(DbConnection, DbTransaction, string, IEnumerable{IProtocolMessage}, DateTimeOffset)"/>
    public static long Append(
        DbConnection connection,
        DbTransaction transaction,
        string stream,
        IEnumerable<(string Manifest, byte[] Message)> messages,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(messages);
        var number = LastNumber(connection, transaction, stream);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = InsertText;
        Add("created", now.UtcDateTime.Ticks);
        Add("deleted", false);
        Add("stream", stream);
        var place = Add("number", number);
        var bytes = Add("message", Array.Empty<byte>());
        var kind = Add("manifest", "");
        Add("identifier", ProtocolSerializer.SerializerId);
        Add("writer", Guid.NewGuid().ToString("N"));
        foreach (var (manifest, message) in messages)
        {
            place.Value = ++number;
            bytes.Value = message;
            kind.Value = manifest;
            command.ExecuteNonQuery();
        }

        return number;

        DbParameter Add(string name, object value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
            return parameter;
        }
    }

    /// <summary>Deletes a stream from the journal, with its tags and snapshots. Returns the number of deleted events.</summary>
    public static int Delete(DbConnection connection, DbTransaction transaction, string stream)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Execute("DELETE FROM tags WHERE persistence_id = @stream");
        Execute("DELETE FROM snapshot WHERE persistence_id = @stream");
        return Execute("DELETE FROM journal WHERE persistence_id = @stream");

        int Execute(string text)
        {
            using var command = Command(connection, transaction, text, stream);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>The sequence number of a stream's last row; 0 when it has none.</summary>
    public static long LastNumber(DbConnection connection, DbTransaction? transaction, string stream)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var command = Command(connection, transaction, "SELECT COALESCE(MAX(sequence_number), 0) FROM journal WHERE persistence_id = @stream", stream);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text, string stream)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every text is a constant of this class
        command.CommandText = text;
#pragma warning restore CA2100
        var parameter = command.CreateParameter();
        parameter.ParameterName = "stream";
        parameter.Value = stream;
        command.Parameters.Add(parameter);
        return command;
    }
}
