using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts specifications to and from their wire form.</summary>
internal static class SpecificationMapping
{
    public static Wire.Specification ToWire(ExperimentSpecification specification) => new()
    {
        Name = specification.Name,
        Description = specification.Description,
        Trainable = DeclarationMapping.ToWire(specification.Trainable),
        Dataset = DatasetMapping.ToWire(specification.Dataset),
        Search = specification.Search.IsGrid ? null : new Wire.Search { Name = specification.Search.Name, Values = { ValueMapping.ToWire(specification.Search.Values) } },
        Objective = specification.Objective == specification.Trainable.Objective ? "" : specification.Objective,
        Compare = specification.Compare ?? "",
        Confirmation = ToWire(specification.Confirmation),
        Axes = { specification.Axes.Select(axis => new Wire.Axis { Parameter = axis.Parameter.Name, Values = { axis.Values.Select(ValueMapping.ToWire) } }) },
    };

    public static ExperimentSpecification FromWire(Wire.Specification wire)
    {
        var trainable = DeclarationMapping.FromWire(wire.Trainable);
        return new()
        {
            Name = wire.Name,
            Description = wire.Description,
            Trainable = trainable,
            Dataset = DatasetMapping.FromWire(wire.Dataset),
            Search = wire.Search is null ? SearchSpecification.Grid : new SearchSpecification(wire.Search.Name) { Values = ValueMapping.FromWire(wire.Search.Values) },
            Objective = wire.Objective.Length == 0 ? trainable.Objective : wire.Objective,
            Compare = wire.Compare.Length == 0 ? null : wire.Compare,
            Confirmation = FromWire(wire.Confirmation),
            Axes = [.. wire.Axes.Select(axis => FromWire(axis, trainable))],
        };
    }

    public static Wire.Confirmation? ToWire(ConfirmationSpecification? confirmation) => confirmation is null
        ? null
        : new Wire.Confirmation { Finalists = confirmation.Finalists, Per = confirmation.Per ?? "", Seeds = confirmation.Seeds };

    public static ConfirmationSpecification? FromWire(Wire.Confirmation? wire) => wire is null
        ? null
        : new ConfirmationSpecification(wire.Finalists, wire.Per.Length == 0 ? null : wire.Per, wire.Seeds);

    private static ParameterAxis FromWire(Wire.Axis wire, Trainable trainable) => new(
        trainable.FindParameter(wire.Parameter) ?? throw new FormatException($"'{wire.Parameter}' is not a declared parameter."),
        [.. wire.Values.Select(ValueMapping.FromWire)]);
}
