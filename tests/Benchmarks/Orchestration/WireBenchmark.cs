using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Training;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>The bytes of the messages that carry a run to a worker and its results back, without Akka's envelopes.</summary>
internal static class WireBenchmark
{
    // The number of runs in an update, for runs with 50 costs and a small network.
    private const int RunsAMessage = 128;
    private const int CostsARun = 50;

    // A high estimate of the addresses, manifest and frame of one message. `Soak wire` measures the real traffic.
    private const int Envelope = 300;

    /// <summary>Prints the figures.</summary>
    public static int Run()
    {
        var id = ExperimentId.Parse("k3f9x2ma");
        var worker = new WorkerId("127.0.0.1:41231/5f2k9a");
        var trainable = NetworkTrainable.Standard.Declaration;
        var runs = ExperimentGrid.Expand(Specification(trainable));
        var random = new Random(1);
        var assignment = new AssignRuns(
            id,
            runs[0].Dataset,
            [.. runs.Select(run => new AssignedRun(1, run with { Number = (int)run.Seed }))],
            [.. trainable.Metrics.Select(metric => metric.Name)]);
        var report = new UpdateRuns(
            id,
            worker,
            500,
            [
                .. Enumerable.Range(5000, RunsAMessage).Select(number => new RunUpdate(
                    new RunAttempt(number, 1),
                    0,
                    [.. Enumerable.Range(0, CostsARun).Select(_ => random.NextDouble())],
                    new RunResult
                    {
                        EpochsTrained = CostsARun,
                        Metrics = MadeUp.Metrics(
                            ("final_cost", random.NextDouble()),
                            ("best_cost", random.NextDouble()),
                            ("train_accuracy", 0.85),
                            ("overshoot", random.NextDouble()),
                            ("best_epoch", 49),
                            ("rise_count", 0),
                            ("rise_area", 0)),
                        TrainingSeconds = random.NextDouble(),
                        FinalParameters = [random.NextDouble(), random.NextDouble(), random.NextDouble()],
                    })),
            ]);
        Tell("assignment, a run", assignment, RunsAMessage);
        Tell("report, a run", report, RunsAMessage);
        Tell("report, a cost more", report with { Runs = [.. report.Runs.Select(news => news with { Costs = news.Costs.Add(0.5) })] }, report, RunsAMessage);
        Tell("request for work", new RequestWork(worker, 2), 1);
        Tell("acknowledgement", new UpdateAcknowledged(id, worker, 500), 1);
        Tell("lease renewal, a run held", new RenewLeases(worker, [new HeldRuns(id, [.. assignment.Runs.Select(assigned => assigned.RunAttempt)])]), RunsAMessage);
        var others = Size(new RequestWork(worker, 2)) + Size(new UpdateAcknowledged(id, worker, 500)) + 4 * Envelope;
        Tell("both ways in all, a run", (Size(assignment) + Size(report) + others) / (double)RunsAMessage);
        return 0;
    }

    private static ExperimentSpecification Specification(Trainable trainable) => ExperimentSpecification.Create(
        "wire",
        trainable,
        new DatasetSpecification { Kind = DatasetKind.Moons },
        ("optimizer", ParameterValue.Names("gd")),
        ("layers", [new ParameterValue.Layers([2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(CostsARun)),
        ("record_every", ParameterValue.Integers(1)),
        ("learning_rate", ParameterValue.Numbers(0.0007)),
        ("seed", ParameterValue.Integers([.. Enumerable.Range(5000, RunsAMessage)])));

    private static void Tell(string name, IProtocolMessage message, int count) => Tell(name, Size(message) / (double)count);

    private static void Tell(string name, IProtocolMessage longer, IProtocolMessage shorter, int count) =>
        Tell(name, (Size(longer) - Size(shorter)) / (double)count);

    private static void Tell(string name, double bytes) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {bytes,8:F1} bytes"));

    private static int Size(IProtocolMessage message) => ProtocolCodec.ToBytes(message).Length;
}
