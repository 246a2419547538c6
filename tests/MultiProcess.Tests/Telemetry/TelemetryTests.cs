using System.Text.Json;

namespace NNOptim.MultiProcess.Tests.Telemetry;

/// <summary>The telemetry of real processes.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Coordinator = "nnoptim-coordinator", Worker = "nnoptim-worker";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_experiment_is_one_connected_trace_over_its_processes()
    {
        using var collector = new Collector();
        // The metrics of a worker that has left end.
        await TrainAsync(collector.Variables, () => collector.Metrics.Any(entry => entry.Metric.Name == "nnoptim.worker.runs"));

        var spans = collector.Spans;
        var byId = spans.ToDictionary(entry => entry.Span.SpanId);
        spans.Select(entry => entry.Span.TraceId).Distinct().ShouldHaveSingleItem();
        spans.Select(entry => (entry.Service, entry.Span.Name)).Distinct().ShouldBe(
            [(Coordinator, "submit"), (Coordinator, "assign"), (Worker, "train"), (Coordinator, "persist")], ignoreOrder: true);
        foreach (var (_, span) in spans)
        {
            var parent = span.ParentSpanId.IsEmpty ? null : byId[span.ParentSpanId].Span.Name;
            parent.ShouldBe(span.Name switch { "assign" => "submit", "train" => "assign", "persist" => "train", _ => null });
        }

        var measured = collector.Metrics.Where(entry => entry.Service == Coordinator).Select(entry => (entry.Metric.Name, entry.Metric.Unit)).ToHashSet();
        measured.IsSupersetOf(
        [
            ("nnoptim.runs", "{run}"), ("nnoptim.queue.length", "{run}"), ("nnoptim.lease.expiries", "{lease}"), ("nnoptim.persist.duration", "s"),
            ("nnoptim.worker.slots", "{slot}"), ("nnoptim.worker.runs", "{run}"), ("nnoptim.experiment.restarts", "{restart}"),
        ]).ShouldBeTrue(string.Join(", ", measured));
        collector.Metrics.ShouldContain(entry => entry.Service == Worker && entry.Metric.Name == "dotnet.process.cpu.time");
    }

    [Fact]
    public async Task Without_a_collector_that_answers_everything_ends_as_well_and_the_log_says_so()
    {
        await TrainAsync([("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")], () => true);

        Directory.EnumerateFiles(folder.Home, "nnoptim-*.clef", SearchOption.AllDirectories).SelectMany(LocalCluster.ReadShared)
            .ShouldContain(line => line.Contains("Telemetry could not be sent", StringComparison.Ordinal));
    }

    /// <summary>Trains an experiment with a coordinator and a worker, both with these variables, and stops them when a condition holds.</summary>
    private async Task TrainAsync((string Name, string Value)[] variables, Func<bool> mayEnd)
    {
        using var coordinator = ProgramProcess.StartWith(
            folder, ProgramProcess.Coordinator, [.. variables, ProgramProcess.FreeDashboard], "coordinator", "--listen", "127.0.0.1:0", "--db", folder.Database);
        await coordinator.SeesLineAsync(line => line.StartsWith("Coordinator on ", StringComparison.Ordinal));
        var address = coordinator.Output.Split(' ')[2].TrimEnd(',');
        using var worker = ProgramProcess.StartWith(folder, ProgramProcess.Worker, variables, "--join", address, "--slots", "1");
        using var submitted = await ProgramProcess.RunAsync(
            folder, 0, "submit", "optimizer-grid", "--set", "confirmation=false", "--set", "training.epochs=20", "--set", "grid.seed=1", "--wait", "--json", "--to", (await ProgramProcess.ApiOfAsync(coordinator)).Authority);
        JsonDocument.Parse(submitted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement.GetProperty("completed").GetInt32().ShouldBe(48);

        await ProgramProcess.UntilAsync(() => Task.FromResult(mayEnd()));

        // The worker must stop before the coordinator.
        foreach (var process in (ProgramProcess[])[worker, coordinator])
        {
            process.Signal("TERM");
            (await process.ExitCodeAsync()).ShouldBe(0, process.Error);
        }
    }
}
