using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting.Exports;

/// <summary>
/// Writes the costs for TensorBoard: one folder per run, with one event file of scalars <c>cost</c> whose step is the epoch. Event files
/// are TFRecord files (length and data, each with a masked CRC-32C). They hold the protocol buffer <c>tensorflow.Event</c>, defined in
/// tensorboard/compat/proto/event.proto and tensorflow/core/lib/io/record_writer.cc.
/// </summary>
public static class TensorBoardLogs
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>File systems allow 255 bytes per name. A grid of many axes would exceed that.</summary>
    private const int LongestName = 120;

    /// <summary>Writes one folder for each run with costs, named by the run's number and values.</summary>
    public static void Write(string folder, ExperimentRecord experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);

        // Costs have no time. TensorBoard requires one but orders by step.
        var seconds = experiment.SubmittedAt.ToUnixTimeMilliseconds() / 1000.0;
        foreach (var run in experiment.Runs.Where(run => run.Costs.Length > 0))
        {
            var directory = Directory.CreateDirectory(Path.Combine(folder, NameOf(run, experiment.Specification)));
            using var file = File.Create(Path.Combine(
                directory.FullName, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{experiment.SubmittedAt.ToUnixTimeSeconds()}.{experiment.Id}.{run.Number}")));
            WriteRecord(file, Event(seconds, output =>
            {
                output.WriteTag(3, WireFormat.WireType.LengthDelimited);
                output.WriteString("brain.Event:2");
            }));
            for (var i = 0; i < run.Costs.Length; i++)
            {
                WriteRecord(file, Scalar(seconds, (long)i * experiment.Specification.RecordEvery, "cost", run.Costs[i]));
            }
        }
    }

    /// <summary>
    /// The name of a run's folder, for example <c>0007-adam-lr0.001-b64-s3</c>. It contains the number and the values of the parameters
    /// that tables show. Every value except the compared one follows the first letters of its parameter's name.
    /// </summary>
    public static string NameOf(RunRecord run, ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(specification);
        var values = specification.ShownAxes
            .Select(axis => (axis.Parameter, Text: run.Specification.Text(axis.Parameter)))
            .Where(value => value.Text.Length > 0)
            .Select(value => $"-{(value.Parameter.Name == run.Trainable.Compared ? "" : Abbreviation(value.Parameter.Name))}{value.Text}");
        var name = string.Create(CultureInfo.InvariantCulture, $"{run.Number:0000}{string.Concat(values)}");
        return FileNames.Safe(name.Length > LongestName ? name[..LongestName] : name);
    }

    private static string Abbreviation(string name) =>
        name == KnownNames.BatchSize ? "b" : string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0]));

    private static byte[] Scalar(double seconds, long step, string tag, double value) => Event(seconds, output =>
    {
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        output.WriteTag(5, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Encoded(summary =>
        {
            summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
            summary.WriteBytes(ByteString.CopyFrom(Encoded(entry =>
            {
                entry.WriteTag(1, WireFormat.WireType.LengthDelimited);
                entry.WriteString(tag);
                entry.WriteTag(2, WireFormat.WireType.Fixed32);
                entry.WriteFloat((float)value);
            })));
        })));
    });

    private static byte[] Event(double seconds, Action<CodedOutputStream> content) => Encoded(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Fixed64);
        output.WriteDouble(seconds);
        content(output);
    });

    private static byte[] Encoded(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            write(output);
        }

        return buffer.ToArray();
    }

    private static void WriteRecord(Stream stream, byte[] data)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)data.Length);
        stream.Write(number);
        WriteChecksum(stream, number);
        stream.Write(data);
        WriteChecksum(stream, data);
    }

    private static void WriteChecksum(Stream stream, ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var part in data)
        {
            crc = BitOperations.Crc32C(crc, part);
        }

        crc = ~crc;
        Span<byte> masked = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, unchecked(BitOperations.RotateRight(crc, 15) + MaskDelta));
        stream.Write(masked);
    }
}
