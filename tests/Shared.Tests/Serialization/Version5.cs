using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The kinds of message that version 5 of the journal adds, as <c>Golden/v5.json</c> has them; neither may change.</summary>
internal static class Version5
{
    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new ExperimentSnapshot(
            ExperimentId.Parse("k3f9x2ma"),
            new ExperimentSpecification
            {
                Name = "größer",
                Dataset = new DatasetSpecification { Kind = DatasetKind.Moons, Examples = 20 },
                Loss = LossFunction.BinaryCrossEntropy,
                RecordEvery = 10,
                Delay = 0.25,
                Axes = [new GridAxis(Hyperparameters.Seed, [new HyperparameterValue.Integer(3), new HyperparameterValue.Integer(4)])],
            },
            new DateTimeOffset(2026, 11, 24, 22, 40, 3, 456, TimeSpan.Zero),
            -3,
            Paused: true,
            Ended: false,
            [
                new RunStatus(RunState.Pending, 0, 0, 0, 0, 0, null),
                new RunStatus(RunState.Running, 3, 1, 2, 300, 5000, new WorkerId("127.0.0.1:41231/5f2k9a")),
                new RunStatus(RunState.Completed, 1, 0, 0, 50, 0, null),
                new RunStatus(RunState.Diverged, 1, 0, 0, 7, 0, null),
                new RunStatus(RunState.Failed, 3, 3, 0, 0, 0, null),
                new RunStatus(RunState.Cancelled, 0, 0, 0, 0, 0, null),
            ]),
    ];
}
