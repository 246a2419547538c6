using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The kinds of message that version 6 of the wire adds, as <c>Golden/v6.json</c> has them; neither may change.</summary>
internal static class Version6
{
    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new DescribeCells(ExperimentId.Parse("k3f9x2ma")),
        new CellList(
            ExperimentId.Parse("k3f9x2ma"),
            [new CellProgress("adam", 0.001, 64, 5, 2, 3, 0.25, 0.125), new CellProgress("gd", 0.01, 0, 5, 1, 0, 0, null), new CellProgress("momentum", 1, 1, 1, 0, 1, null, 0.5)]),
    ];
}
