using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts values of parameters, and axes of them, to and from their wire form.</summary>
internal static class ValueMapping
{
    public static Wire.Value ToWire(ParameterValue value) => value switch
    {
        ParameterValue.Number number => new Wire.Value { Number = number.Value },
        ParameterValue.Integer integer => new Wire.Value { Integer = integer.Value },
        ParameterValue.Name name => new Wire.Value { Name = name.Value },
        ParameterValue.Layers layers => new Wire.Value { Layers = new Wire.LayerWidths { Widths = { layers.Widths } } },
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };

    public static IEnumerable<Wire.Axis> ToWire(ParameterValues values) =>
        values.Select(value => new Wire.Axis { Parameter = value.Key, Values = { ToWire(value.Value) } });

    public static ParameterValues FromWire(IReadOnlyCollection<Wire.Axis> wire) => new(
        [.. wire.Select(axis => axis.Parameter)],
        [.. wire.Select(axis => axis.Values.Count == 1 ? FromWire(axis.Values[0]) : throw new FormatException($"{axis.Parameter} has {axis.Values.Count} values instead of one."))]);

    public static Wire.Proposal ToWire(RunProposal proposal) => new()
    {
        Number = proposal.Number,
        Values = { ToWire(proposal.Values) },
        Seed = proposal.Seed,
        Budget = proposal.Budget,
        Continues = proposal.Continues,
        Confirmation = proposal.Confirmation,
    };

    public static RunProposal FromWire(Wire.Proposal wire) =>
        new(wire.Number, FromWire(wire.Values), wire.Seed, wire.Budget, wire.Continues) { Confirmation = wire.Confirmation };

    public static ParameterValue FromWire(Wire.Value wire) => wire.ValueCase switch
    {
        Wire.Value.ValueOneofCase.Number => new ParameterValue.Number(wire.Number),
        Wire.Value.ValueOneofCase.Integer => new ParameterValue.Integer(wire.Integer),
        Wire.Value.ValueOneofCase.Name => new ParameterValue.Name(wire.Name),
        Wire.Value.ValueOneofCase.Layers => new ParameterValue.Layers([.. wire.Layers.Widths]),
        _ => throw new FormatException("A value of a parameter has an unknown kind."),
    };
}
