using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>Only a submission may be larger: what is sent behind a large message waits, heartbeats too.</summary>
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
        var run = new RunSpecification
        {
            Number = 1_000_000,
            Dataset = Dataset,
            Network = new NetworkSpecification
            {
                Layers = [.. Enumerable.Repeat(width, layers)],
                HiddenActivation = HiddenActivation.Sigmoid,
                Initializer = WeightInitializer.Xavier,
                Loss = LossFunction.SoftmaxCrossEntropy,
            },
            Optimizer = new OptimizerSpecification { Kind = OptimizerKind.Momentum, SecondMomentCorrection = SecondMomentCorrection.FixedAtTwo },
            LearningRate = 0.1,
            BatchSize = int.MaxValue,
            Seed = uint.MaxValue,
            Epochs = int.MaxValue,
            RecordEvery = int.MaxValue,
            TargetCost = 0.1,
            ShuffleSeed = uint.MaxValue,
        };

        ShouldFit(new AssignRuns(Id, Dataset, [.. Enumerable.Repeat(new AssignedRun(13, run, int.MaxValue, ulong.MaxValue), AssignRuns.MostRuns)]));
    }

    [Fact]
    public void The_largest_report_of_one_run_fits() => ShouldFit(new ReportRuns(
        Id,
        Worker,
        long.MaxValue,
        [
            new RunReport(
                new RunAttempt(1_000_000, 13),
                int.MaxValue,
                [.. Enumerable.Repeat(0.1, CostsRecorded.MostCosts)],
                new RunResult
                {
                    EpochsTrained = int.MaxValue,
                    DivergedAtEpoch = int.MaxValue,
                    FinalCost = 0.1,
                    BestCost = 0.1,
                    BestEpoch = int.MaxValue,
                    EpochsToTarget = int.MaxValue,
                    Overshoot = 0.1,
                    RiseCount = int.MaxValue,
                    RiseArea = 0.1,
                    TrainAccuracy = 0.1,
                    TestAccuracy = 0.1,
                    TrainingSeconds = 0.1,
                    FinalParameters = [.. Enumerable.Repeat(0.1, RunResult.MostParametersKept)],
                }),
        ]));

    [Fact]
    public void Leases_of_thousands_of_runs_fit() => ShouldFit(new RenewLeases(
        Worker, [new HeldRuns(Id, [.. Enumerable.Range(990_000, 5000).Select(run => new RunAttempt(run, 13))])]));

    [Fact]
    public void The_longest_list_of_cells_fits() => ShouldFit(new CellList(
        Id,
        [.. Enumerable.Repeat(new CellProgress("momentum", 0.1, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, 0.1, 0.1, new string('s', CellList.MostOfSettings / CellList.MostCells)), CellList.MostCells)]));

    private static DatasetSpecification Dataset { get; } = new()
    {
        Kind = DatasetKind.Csv,
        Path = new string('p', 4096),
        LabelColumn = new string('l', 100),
        Sha256 = new string('a', 64),
    };

    private static void ShouldFit(IProtocolMessage message) =>
        ProtocolCodec.ToBytes(message).Length.ShouldBeLessThan(LargestOrdinaryMessage - Envelope);
}
