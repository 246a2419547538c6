using static NNOptim.Protocol.Serialization.MessageMapping;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts events of proposals to and from their wire form.</summary>
internal static class ProposalMapping
{
    public static Wire.RunsProposed ToWire(RunsProposed proposed)
    {
        var wire = new Wire.RunsProposed
        {
            Experiment = Text(proposed.ExperimentId),
            Runs = { proposed.Runs.Select(ValueMapping.ToWire) },
            IsLast = proposed.IsLast,
            At = proposed.At.UtcTicks,
            Confirmation = SpecificationMapping.ToWire(proposed.Confirmation),
        };
        if (proposed.By is { } by)
        {
            wire.By = by;
        }

        return wire;
    }

    public static RunsProposed FromWire(Wire.RunsProposed wire) =>
        new(Id(wire.Experiment), [.. wire.Runs.Select(ValueMapping.FromWire)], wire.IsLast, Time(wire.At))
        {
            Confirmation = SpecificationMapping.FromWire(wire.Confirmation),
            By = wire.HasBy ? wire.By : null,
        };
}
