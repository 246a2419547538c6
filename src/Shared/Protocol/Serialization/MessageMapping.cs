using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts the parts of messages to and from their wire form.</summary>
internal static class MessageMapping
{
    public static ChoiceNames<RequeueCause> Causes { get; } = new(
        (RequeueCause.WorkerLost, "worker_lost"), (RequeueCause.WorkerLeft, "worker_left"), (RequeueCause.Interrupted, "interrupted"));

    public static string Text(ExperimentId id) => id.Value;

    public static ExperimentId Id(string text) => ExperimentId.Parse(text);

    public static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    public static Wire.Environment ToWire(ExperimentEnvironment environment) => new()
    {
        ProgramVersion = environment.ProgramVersion,
        Runtime = environment.Runtime,
        OperatingSystem = environment.OperatingSystem,
        Processors = environment.Processors,
        VectorBits = environment.VectorBits,
        CommandLine = environment.CommandLine,
        ProcessorName = environment.ProcessorName,
        DataSha256 = environment.DataSha256,
    };

    public static ExperimentEnvironment FromWire(Wire.Environment wire) => new(
        wire.ProgramVersion, wire.Runtime, wire.OperatingSystem, wire.Processors, wire.VectorBits, wire.CommandLine)
    {
        ProcessorName = wire.ProcessorName,
        DataSha256 = wire.DataSha256,
    };

    public static Wire.ExperimentAnnotated ToWire(ExperimentAnnotated annotated)
    {
        var wire = new Wire.ExperimentAnnotated
        {
            Experiment = Text(annotated.ExperimentId),
            TagsAdded = { annotated.TagsAdded },
            TagsRemoved = { annotated.TagsRemoved },
            At = annotated.At.UtcTicks,
        };
        if (annotated.Name is { } name)
        {
            wire.Name = name;
        }

        if (annotated.Note is { } note)
        {
            wire.Note = note;
        }

        if (annotated.Archived is { } archived)
        {
            wire.Archived = archived;
        }

        return wire;
    }

    public static ExperimentAnnotated FromWire(Wire.ExperimentAnnotated wire) => new(Id(wire.Experiment), Time(wire.At))
    {
        Name = wire.HasName ? wire.Name : null,
        Note = wire.HasNote ? wire.Note : null,
        TagsAdded = [.. wire.TagsAdded],
        TagsRemoved = [.. wire.TagsRemoved],
        Archived = wire.HasArchived ? wire.Archived : null,
    };

    public static ByteString Bytes(ImmutableArray<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes.AsMemory());

    public static ImmutableArray<byte> Bytes(ByteString bytes) => ImmutableCollectionsMarshal.AsImmutableArray(bytes.ToByteArray());

    public static Wire.BinaryPart ToWire(BinaryPart part) => new() { Index = part.Index, Count = part.Count, Bytes = Bytes(part.Bytes) };

    public static BinaryPart FromWire(Wire.BinaryPart wire) => new(wire.Index, wire.Count, Bytes(wire.Bytes));

    public static Wire.HeldRuns ToWire(HeldRuns held) =>
        new() { Experiment = Text(held.ExperimentId), Attempts = { held.Attempts.Select(ResultMapping.ToWire) } };

    public static HeldRuns FromWire(Wire.HeldRuns wire) => new(Id(wire.Experiment), ResultMapping.FromWire(wire.Attempts));

    public static Wire.RunUpdate ToWire(RunUpdate update)
    {
        var wire = new Wire.RunUpdate
        {
            Attempt = ResultMapping.ToWire(update.Attempt),
            FirstIndex = update.FirstIndex,
            Costs = { update.Costs },
            Result = update.Result is null ? null : ResultMapping.ToWire(update.Result),
            Span = update.Span,
        };
        if (update.Failure is { } failure)
        {
            wire.Failure = failure;
        }

        return wire;
    }

    public static RunUpdate FromWire(Wire.RunUpdate wire) => new(
        ResultMapping.FromWire(wire.Attempt),
        wire.FirstIndex,
        [.. wire.Costs],
        wire.Result is null ? null : ResultMapping.FromWire(wire.Result),
        wire.HasFailure ? wire.Failure : null,
        wire.Span);
}
