using System.Collections.Immutable;
using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts attempts and results to and from their wire form.</summary>
internal static class ResultMapping
{
    public static Wire.Attempt ToWire(RunAttempt attempt) => new() { Run = attempt.Run, Attempt_ = attempt.Attempt };

    public static RunAttempt FromWire(Wire.Attempt wire) => new(wire.Run, wire.Attempt_);

    public static ImmutableArray<RunAttempt> FromWire(IEnumerable<Wire.Attempt> wire) => [.. wire.Select(FromWire)];

    public static Wire.Result ToWire(RunResult result)
    {
        var wire = new Wire.Result { EpochsTrained = result.EpochsTrained, TrainingSeconds = result.TrainingSeconds };
        if (result.DivergedAtEpoch is { } divergedAtEpoch)
        {
            wire.DivergedAtEpoch = divergedAtEpoch;
        }

        wire.Metrics.AddRange(result.Metrics.Values);
        wire.FinalParameters.AddRange(result.FinalParameters);
        return wire;
    }

    public static RunResult FromWire(Wire.Result wire) => new()
    {
        EpochsTrained = wire.EpochsTrained,
        DivergedAtEpoch = wire.HasDivergedAtEpoch ? wire.DivergedAtEpoch : null,
        Metrics = new MetricValues([.. wire.Metrics]),
        TrainingSeconds = wire.TrainingSeconds,
        FinalParameters = [.. wire.FinalParameters],
    };
}
