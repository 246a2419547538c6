using System.Data.Common;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;

namespace NNOptim.Coordinator.History;

/// <summary>
/// Reads experiments' events straight from the journal's table, without an actor system: quick to start, and harmless
/// beside a process that writes.
/// </summary>
/// <param name="database">The journal.</param>
public sealed class JournalReader(JournalDatabase database)
{
    private const string ExperimentRows = "persistence_id LIKE 'experiment-%' AND NOT deleted AND identifier = 7301";

    /// <summary>The events of one experiment in order; empty when the journal has none.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is no journal.</exception>
    /// <exception cref="JournalRowException">A row cannot be read.</exception>
    public IReadOnlyList<IExperimentEvent> Events(ExperimentId id) =>
        Query(
            "SELECT persistence_id, sequence_number, manifest, message FROM journal "
            + $"WHERE persistence_id = @id AND {ExperimentRows} ORDER BY sequence_number",
            ("@id", ExperimentStream.NameOf(id)));

    /// <summary>The ids of all experiments, oldest first.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is no journal.</exception>
    public IReadOnlyList<ExperimentId> Ids()
    {
        using var connection = database.OpenToRead();
        if (connection is null)
        {
            return [];
        }

        using var command = Command(
            connection, $"SELECT persistence_id FROM journal WHERE sequence_number = 1 AND {ExperimentRows} ORDER BY ordering");
        using var reader = command.ExecuteReader();
        var ids = new List<ExperimentId>();
        while (reader.Read())
        {
            if (ExperimentId.TryParse(reader.GetString(0)[ExperimentStream.Prefix.Length..], out var id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private List<IExperimentEvent> Query(string sql, params (string Name, string Value)[] parameters)
    {
        var events = new List<IExperimentEvent>();
        using var connection = database.OpenToRead();
        if (connection is null)
        {
            return events;
        }

        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            events.Add(EventOf(reader));
        }

        return events;
    }

    private static IExperimentEvent EventOf(DbDataReader row)
    {
        try
        {
            return (IExperimentEvent)ProtocolCodec.FromBytes(row.GetString(2), row.GetFieldValue<byte[]>(3));
        }
        catch (Exception error) when (error is UnknownMessageException or InvalidCastException or InvalidOperationException)
        {
            throw new JournalRowException(
                $"Row {row.GetInt64(1)} of {row.GetString(0)} in the journal cannot be read: {error.Message}", error);
        }
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, string Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class; values go in as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
