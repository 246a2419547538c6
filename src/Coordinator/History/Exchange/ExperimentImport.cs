using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.History.Exchange;

/// <summary>An exported experiment that was read and validated.</summary>
/// <param name="Record">The record that its events result in.</param>
/// <param name="Events">Its events, in order.</param>
/// <param name="Annotations">Its annotations, in order.</param>
public sealed record ImportedExperiment(
    ExperimentRecord Record, ImmutableArray<IExperimentEvent> Events, ImmutableArray<ExperimentAnnotated> Annotations);

/// <summary>Reads a document of <see cref="ExperimentExport"/>, and adds the experiment to a journal.</summary>
public static class ExperimentImport
{
    /// <summary>Reads a document and checks that all its messages are valid, of one experiment and consecutive.</summary>
    /// <exception cref="ExchangeFormatException">The document is not an exported experiment of a known version, or is damaged.</exception>
    public static ImportedExperiment Read(Stream input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new ExchangeFormatException(
                string.Create(CultureInfo.InvariantCulture, $"it is not a JSON document: syntax error in line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}"), error);
        }
        catch (InvalidOperationException error)
        {
            throw new ExchangeFormatException("it is not an exported experiment: a string is not valid Unicode", error);
        }
    }

    /// <summary>Adds an experiment to the journal in one transaction; false if the journal has its id already. The caller holds its lock.</summary>
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
            throw new ExchangeFormatException("it is not an exported experiment; create one with nnoptim history export ID --format json");
        }

        var version = Member(document, "version", "", JsonValueKind.Number);
        if (!version.TryGetInt32(out var number) || number != ExchangeFormat.Version)
        {
            throw new ExchangeFormatException($"it has format version {version.GetRawText()}, and this program reads version {ExchangeFormat.Version}");
        }

        var events = Messages<IExperimentEvent>(document, "events");
        var annotations = Messages<ExperimentAnnotated>(document, "annotations");
        var record = RecordOf(events);
        if (events.Any(@event => @event.ExperimentId != record.Id) || annotations.Any(annotated => annotated.ExperimentId != record.Id))
        {
            throw new ExchangeFormatException("its events belong to several experiments");
        }

        return new ImportedExperiment(record, events, annotations);
    }

    private static ImmutableArray<T> Messages<T>(JsonElement document, string name)
        where T : class
    {
        var messages = ImmutableArray.CreateBuilder<T>();
        foreach (var element in Member(document, name, "", JsonValueKind.Array).EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{name}[{messages.Count}]");
            var manifest = Member(element, "manifest", place, JsonValueKind.String).GetString()!;
            if (!Member(element, "message", place, JsonValueKind.String).TryGetBytesFromBase64(out var bytes))
            {
                throw new ExchangeFormatException($"{place}.message is not valid base64");
            }

            messages.Add(MessageOf(manifest, bytes, place) as T ?? throw new ExchangeFormatException($"{place} is a message of the wrong kind"));
        }

        return messages.ToImmutable();
    }

    private static IProtocolMessage MessageOf(string manifest, byte[] bytes, string place)
    {
        try
        {
            return ProtocolCodec.FromBytes(manifest, bytes);
        }
        catch (UnknownMessageException error)
        {
            throw new ExchangeFormatException($"{place} cannot be read: it is damaged, or a later program version wrote it", error);
        }
    }

    private static JsonElement Member(JsonElement parent, string name, string place, JsonValueKind kind)
    {
        var path = place.Length == 0 ? name : $"{place}.{name}";
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var member))
        {
            throw new ExchangeFormatException($"{path} is missing");
        }

        return member.ValueKind == kind ? member : throw new ExchangeFormatException($"{path} is {WordOf(member.ValueKind)} but must be {WordOf(kind)}");
    }

    private static string WordOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static ExperimentRecord RecordOf(ImmutableArray<IExperimentEvent> events)
    {
        try
        {
            if (events is [ExperimentSubmitted { Specification: { Search.IsGrid: true } specification }, ..] && ExperimentGrid.Count(specification) > GridLimits.Max)
            {
                throw new ExchangeFormatException(string.Create(CultureInfo.InvariantCulture, $"its grid has more than {GridLimits.Max:N0} runs"));
            }

            return ExperimentHistory.Replay(events) ?? throw new ExchangeFormatException("its events do not begin with a submission");
        }
        catch (Exception error) when (error is ArgumentException or InvalidCastException or OverflowException)
        {
            throw new ExchangeFormatException("its events are not consecutive, or its values do not match their parameters", error);
        }
    }
}
