using System.Data.Common;
using System.Text.Json;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Persistence;
using NNOptim.Protocol.Serialization;

namespace NNOptim.History.Exchange;

/// <summary>
/// Writes an experiment as one JSON document, with its specification, its environment and its runs with their costs.
/// <see cref="ExperimentImport"/> restores the experiment from the rows of the journal in <c>events</c> and <c>annotations</c>.
/// </summary>
public static class ExperimentExport
{
    private const int Rows = 5000;
    private const int Costs = 500_000;

    /// <summary>Writes the document; false if the journal does not have the experiment.</summary>
    /// <exception cref="DbException">The database cannot be reached, or has no journal.</exception>
    /// <exception cref="JournalRowException">A row cannot be read.</exception>
    public static bool Write(JournalDatabase database, ExperimentId id, Stream output)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (RecordOf(database, id) is not { } experiment)
        {
            return false;
        }

        using var connection = database.OpenToRead()!;
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("format", ExchangeFormat.Name);
        writer.WriteNumber("version", ExchangeFormat.Version);
        WriteHead(writer, experiment);
        writer.WriteStartArray("runs");
        foreach (var run in experiment.Runs)
        {
            WriteRun(writer, run);
            writer.Flush();
        }

        writer.WriteEndArray();
        WriteStream(writer, connection, "events", ExperimentStream.NameOf(id));
        WriteStream(writer, connection, "annotations", ExperimentStream.AnnotationsOf(id));
        writer.WriteEndObject();
        return true;
    }

    private static ExperimentRecord? RecordOf(JournalDatabase database, ExperimentId id)
    {
        try
        {
            return ExperimentHistory.Replay(new JournalReader(database).Events(id));
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new JournalRowException($"The events of experiment {id} are not consecutive.", error);
        }
    }

    private static void WriteHead(Utf8JsonWriter writer, ExperimentRecord experiment)
    {
        writer.WriteString("experiment", experiment.Id.Value);
        writer.WriteString("name", experiment.Specification.Name);
        writer.WriteString("submitted_at", experiment.SubmittedAt);
        if (experiment.EndedAt is { } ended)
        {
            writer.WriteString("ended_at", ended);
        }

        var environment = experiment.Environment;
        writer.WriteString("program_version", environment.ProgramVersion);
        writer.WriteString("runtime", environment.Runtime);
        writer.WriteString("operating_system", environment.OperatingSystem);
        writer.WriteString("processor", environment.ProcessorName);
        writer.WriteNumber("processors", environment.Processors);
        writer.WriteNumber("vector_bits", environment.VectorBits);
        writer.WriteString("command_line", environment.CommandLine);
        writer.WriteString("dataset_sha256", experiment.Specification.Dataset.Sha256 ?? environment.DataSha256);
        writer.WriteNumber("record_every", experiment.Specification.RecordEvery);
        writer.WriteString("specification", ExperimentFileWriter.Write(experiment.Specification));
    }

    private static void WriteRun(Utf8JsonWriter writer, RunRecord run)
    {
        writer.WriteStartObject();
        writer.WriteNumber("run", run.Number);
        writer.WriteNumber("seed", run.Specification.Seed);
        writer.WriteNumber("confirmation", run.Confirmation);
        writer.WritePropertyName("values");
        JsonSerializer.Serialize(writer, ValuesOf(run), HistoryJson.Options);
        writer.WriteString("state", run.State.ToString().ToLowerInvariant());
        writer.WriteNumber("attempts", run.Attempts);
        if (run.FailureReason is { } reason)
        {
            writer.WriteString("failure_reason", reason);
        }

        if (run.Result is { } result)
        {
            WriteResult(writer, run.Trainable, result);
        }

        writer.WriteStartArray("costs");
        foreach (var cost in run.Costs)
        {
            writer.WriteNumberValue(cost);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ParameterValues ValuesOf(RunRecord run)
    {
        var values = run.Trainable.GridParameters.Where(parameter => parameter.Role != ParameterRole.Replicate)
            .Select(parameter => (parameter.Name, Value: run.Specification.Value(parameter)))
            .Where(pair => pair.Value is not null)
            .ToList();
        return new([.. values.Select(pair => pair.Name)], [.. values.Select(pair => pair.Value!)]);
    }

    private static void WriteResult(Utf8JsonWriter writer, Trainable trainable, RunResult result)
    {
        writer.WriteNumber("epochs_trained", result.EpochsTrained);
        if (result.DivergedAtEpoch is { } epoch)
        {
            writer.WriteNumber("diverged_at_epoch", epoch);
        }

        writer.WriteNumber("training_seconds", result.TrainingSeconds);
        writer.WriteStartObject("metrics");
        for (var place = 0; place < trainable.Metrics.Length; place++)
        {
            if (result.Metrics[place] is { } number && double.IsFinite(number))
            {
                writer.WriteNumber(trainable.Metrics[place].Name, number);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteStream(Utf8JsonWriter writer, DbConnection connection, string name, string stream)
    {
        writer.WriteStartArray(name);
        var chunk = new JournalChunk(connection);
        var written = 0L;
        while (chunk.Read(stream, written, Rows, Costs) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("manifest", ProtocolCodec.ManifestOf(entry.Message));
                writer.WriteBase64String("message", ProtocolCodec.ToBytes(entry.Message));
                writer.WriteEndObject();
            }

            writer.Flush();
            written += entries.Count;
        }

        writer.WriteEndArray();
    }
}
