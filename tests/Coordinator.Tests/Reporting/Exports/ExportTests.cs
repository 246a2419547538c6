using System.Buffers.Binary;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Exports;

namespace NNOptim.Coordinator.Tests.Reporting.Exports;

public sealed class ExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TensorBoard_finds_every_cost_at_its_epoch_and_every_checksum_right()
    {
        var experiment = new SyntheticExperiment { Epochs = 1000 }.Build();
        TensorBoardLogs.Write(folder, experiment);

        foreach (var run in experiment.Runs)
        {
            var records = Records(File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder, TensorBoardLogs.NameOf(run, experiment.Specification))).ShouldHaveSingleItem()));
            System.Text.Encoding.UTF8.GetString(records[0].AsSpan(11)).ShouldBe("brain.Event:2");
            records.Skip(1).Select(Scalar).ShouldBe(run.Costs.Select((cost, i) => ((long)i * 100, "cost", (float)cost)));
        }
    }

    [Fact]
    public void MLflow_finds_parameters_metrics_and_how_each_run_ended()
    {
        var experiment = new SyntheticExperiment
        {
            Epochs = 1000,
            Change = run => run.Number == 2 ? run with { State = RunState.Failed, Result = null, Costs = [], FailureReason = "out of memory" } : run,
        }.Build();
        MlflowStore.Write(folder, experiment);

        var root = Path.Combine(folder, experiment.Id.Value);
        File.ReadAllText(Path.Combine(root, "meta.yaml")).ShouldContain($"experiment_id: '{experiment.Id}'\n");
        Directory.GetDirectories(root).Length.ShouldBe(3);
        var first = Path.Combine(root, $"{experiment.Id}-000001");
        File.ReadAllText(Path.Combine(first, "params", "learning_rate")).ShouldBe("0.0007");
        File.ReadAllText(Path.Combine(first, "meta.yaml")).ShouldContain("status: 3\n");
        File.ReadAllLines(Path.Combine(first, "metrics", "cost")).Select(line => line.Split(' '))
            .Select(parts => (double.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture)))
            .ShouldBe(experiment.Runs[0].Costs.Select((cost, i) => (cost, i * 100)));
        var second = Path.Combine(root, $"{experiment.Id}-000002");
        File.ReadAllText(Path.Combine(second, "meta.yaml")).ShouldContain("status: 4\n");
        File.ReadAllText(Path.Combine(second, "tags", "failure_reason")).ShouldBe("out of memory");
        Directory.GetFiles(Path.Combine(second, "metrics")).ShouldBeEmpty();
    }

    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)).ShouldBe(Masked(file.AsSpan(at, 8)));
            var data = file.AsSpan(at + 12, length);
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)).ShouldBe(Masked(data));
            records.Add(data.ToArray());
            at += 16 + length;
        }

        return records;
    }

    /// <summary>CRC-32C bit by bit (RFC 3720, appendix B.4), masked as TensorFlow does.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var part in data)
        {
            crc ^= part;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 1 ? 0x82F63B78u : 0);
            }
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }

    /// <summary>Step, tag and value of an event: wall_time (9 bytes), step, summary { value { tag, simple_value } }.</summary>
    private static (long Step, string Tag, float Value) Scalar(byte[] data)
    {
        var at = 9;
        data[at++].ShouldBe((byte)0x10);
        long step = 0;
        for (var shift = 0; ; shift += 7)
        {
            step |= (long)(data[at] & 0x7F) << shift;
            if ((data[at++] & 0x80) == 0)
            {
                break;
            }
        }

        data.AsSpan(at).Length.ShouldBe(15);
        var value = data.AsSpan(at + 4);
        value[0].ShouldBe((byte)0x0A);
        value[6].ShouldBe((byte)0x15);
        return (step, System.Text.Encoding.UTF8.GetString(value[2..6]), BinaryPrimitives.ReadSingleLittleEndian(value[7..]));
    }
}
