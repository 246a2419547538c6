using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;

namespace NNOptim.Coordinator.History.Exchange;

/// <summary>An exported experiment, read and found whole.</summary>
/// <param name="Record">What its events make.</param>
/// <param name="Events">Its events, in order.</param>
/// <param name="Annotations">What people wrote on it, in order.</param>
public sealed record ImportedExperiment(
    ExperimentRecord Record, ImmutableArray<IExperimentEvent> Events, ImmutableArray<ExperimentAnnotated> Annotations);

/// <summary>Reads what <see cref="ExperimentExport"/> wrote, and puts it into a journal.</summary>
public static class ExperimentImport
{
    /// <summary>Reads a document whole and checks it: every message, that all are of one experiment, and that the events follow on each other.</summary>
    /// <exception cref="ExchangeFormatException">It is no exported experiment of a version that is known, or is damaged.</exception>
    public static ImportedExperiment Read(Stream input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new ExchangeFormatException($"it is no JSON document: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ExchangeFormatException($"it is no exported experiment: {error.Message}", error);
        }
    }

    /// <summary>Puts an experiment into the journal, in one transaction; false when the journal has one of its id. The caller holds its lock.</summary>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    public static bool Write(JournalDatabase database, ImportedExperiment imported, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(imported);
        JournalRows.MakeTables(database);
        using var connection = database.OpenToWrite();
        using var transaction = HistorySchema.BeginWriting(connection, database.Dialect);
        var (own, annotations) = (ExperimentStream.NameOf(imported.Record.Id), ExperimentStream.AnnotationsOf(imported.Record.Id));
        if (JournalRows.LastNumber(connection, transaction, own) + JournalRows.LastNumber(connection, transaction, annotations) > 0)
        {
            return false;
        }

        JournalRows.Append(connection, transaction, own, imported.Events, now);
        JournalRows.Append(connection, transaction, annotations, imported.Annotations, now);
        transaction.Commit();
        return true;
    }

    private static ImportedExperiment Read(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("format", out var format) || !format.ValueEquals(ExchangeFormat.Name))
        {
            throw new ExchangeFormatException("it is no exported experiment: nnoptim history export ID --format json writes one");
        }

        if (document.GetProperty("version").GetInt32() is var version && version != ExchangeFormat.Version)
        {
            throw new ExchangeFormatException($"it is of version {version} of the format, and this program reads {ExchangeFormat.Version}");
        }

        var events = Messages<IExperimentEvent>(document, "events");
        var annotations = Messages<ExperimentAnnotated>(document, "annotations");
        var record = RecordOf(events);
        if (events.Any(@event => @event.ExperimentId != record.Id) || annotations.Any(annotated => annotated.ExperimentId != record.Id))
        {
            throw new ExchangeFormatException("its events are of several experiments");
        }

        return new ImportedExperiment(record, events, annotations);
    }

    private static ImmutableArray<T> Messages<T>(JsonElement document, string name)
        where T : class
    {
        var messages = ImmutableArray.CreateBuilder<T>();
        foreach (var element in document.GetProperty(name).EnumerateArray())
        {
            try
            {
                messages.Add(ProtocolCodec.FromBytes(element.GetProperty("manifest").GetString() ?? "", element.GetProperty("message").GetBytesFromBase64()) as T
                    ?? throw new ExchangeFormatException($"{name}[{messages.Count}] is a message that has no place there"));
            }
            catch (UnknownMessageException error)
            {
                throw new ExchangeFormatException($"{name}[{messages.Count}] cannot be read: {error.Message}", error);
            }
        }

        return messages.ToImmutable();
    }

    private static ExperimentRecord RecordOf(ImmutableArray<IExperimentEvent> events)
    {
        try
        {
            return ExperimentHistory.Of(events) ?? throw new ExchangeFormatException("its events do not begin with a submission");
        }
        catch (ArgumentException error)
        {
            throw new ExchangeFormatException($"its events do not follow on each other: {error.Message}", error);
        }
    }
}
