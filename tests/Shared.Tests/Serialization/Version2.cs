using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The kinds of message that came after <see cref="Version1"/>, as <c>Golden/v2.json</c> has them; neither may change.</summary>
internal static class Version2
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");

    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new RunsRetried(Id, [12, 300], new DateTimeOffset(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero)),
        new RetryExperiment(Id),
    ];
}
