using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>Only a submission may be larger: messages behind a large one wait, heartbeats too.</summary>
public class MessageSizeTests
{
    private const int LargestOrdinaryMessage = 128_000;
    private const int Envelope = 1000;

    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly WorkerId Worker = new("worker.of.a.long.name.example.org:41231/5f2k9a");

    [Theory]
    [InlineData(4, 5)]
    [InlineData(100, 1000)]
    public void The_largest_assignment_fits(int layers, int width)
    {
        // No two runs share a value of any parameter.
        var runs = Enumerable.Range(0, AssignRuns.MaxRuns).Select(number => new RunSpecification
        {
            Number = 1_000_000 + number,
            Trainable = "network",
            Values = new ParameterValues(
                ["optimizer", "layers", "hidden_activation", "initializer", "loss", "record_every", "learning_rate", "batch_size"],
                [
                    new ParameterValue.Name("momentum"),
                    new ParameterValue.Layers([.. Enumerable.Repeat(width, layers - 1), number % 8]),
                    new ParameterValue.Name("sigmoid"),
                    new ParameterValue.Name("xavier"),
                    new ParameterValue.Name("softmax_cross_entropy"),
                    new ParameterValue.Integer(int.MaxValue - number),
                    new ParameterValue.Number(0.1 / (number + 1)),
                    new ParameterValue.Integer(int.MaxValue - number),
                ]),
            Seed = uint.MaxValue,
            Budget = int.MaxValue,
            Dataset = Dataset,
        });

        ShouldFit(new AssignRuns(
            Id, Dataset, [.. runs.Select(run => new AssignedRun(13, run, int.MaxValue, ulong.MaxValue))], [.. Enumerable.Repeat("epochs_to_target", 20)]));
    }

    [Fact]
    public void The_largest_update_of_one_run_fits() => ShouldFit(new UpdateRuns(
        Id,
        Worker,
        long.MaxValue,
        [
            new RunUpdate(
                new RunAttempt(1_000_000, 13),
                int.MaxValue,
                [.. Enumerable.Repeat(0.1, CostsRecorded.MaxCosts)],
                new RunResult
                {
                    EpochsTrained = int.MaxValue,
                    DivergedAtEpoch = int.MaxValue,
                    Metrics = new MetricValues([.. Enumerable.Repeat(0.1, 50)]),
                    TrainingSeconds = 0.1,
                    FinalParameters = [.. Enumerable.Repeat(0.1, RunResult.MostParametersKept)],
                }),
        ]));

    [Fact]
    public void Leases_of_thousands_of_runs_fit() => ShouldFit(new RenewLeases(
        Worker, [new HeldRuns(Id, [.. Enumerable.Range(990_000, 5000).Select(run => new RunAttempt(run, 13))])]));

    private static DatasetSpecification Dataset { get; } = new()
    {
        Kind = DatasetKind.Csv,
        Path = new string('p', 4096),
        Table = new() { Label = new string('l', 100) },
        Sha256 = new string('a', 64),
    };

    private static void ShouldFit(IProtocolMessage message) =>
        ProtocolCodec.ToBytes(message).Length.ShouldBeLessThan(LargestOrdinaryMessage - Envelope);
}
