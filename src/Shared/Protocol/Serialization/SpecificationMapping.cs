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
        Dataset = ToWire(specification.Dataset),
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
            Dataset = FromWire(wire.Dataset),
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

    public static Wire.Dataset ToWire(DatasetSpecification dataset)
    {
        var wire = new Wire.Dataset
        {
            Kind = Choices.DatasetKinds.NameOf(dataset.Kind),
            Examples = dataset.Examples,
            Noise = dataset.Noise,
            Seed = dataset.Seed,
            Factor = dataset.Factor,
            Centers = dataset.Centers,
            Features = dataset.Features,
            ClusterStandardDeviation = dataset.ClusterStandardDeviation,
            Task = Choices.Tasks.NameOf(dataset.Task),
            Standardize = dataset.Standardize,
            TestFraction = dataset.TestFraction,
            SplitSeed = dataset.SplitSeed,
        };
        if (dataset.Path is { } path)
        {
            wire.Path = path;
        }

        if (dataset.LabelsPath is { } labelsPath)
        {
            wire.LabelsPath = labelsPath;
        }

        if (dataset.LabelColumn is { } labelColumn)
        {
            wire.LabelColumn = labelColumn;
        }

        if (dataset.Sha256 is { } sha256)
        {
            wire.Sha256 = sha256;
        }

        return wire;
    }

    public static DatasetSpecification FromWire(Wire.Dataset wire) => new()
    {
        Kind = Choices.DatasetKinds.Parse(wire.Kind),
        Examples = wire.Examples,
        Noise = wire.Noise,
        Seed = wire.Seed,
        Factor = wire.Factor,
        Centers = wire.Centers,
        Features = wire.Features,
        ClusterStandardDeviation = wire.ClusterStandardDeviation,
        Path = wire.HasPath ? wire.Path : null,
        LabelsPath = wire.HasLabelsPath ? wire.LabelsPath : null,
        LabelColumn = wire.HasLabelColumn ? wire.LabelColumn : null,
        Task = Choices.Tasks.Parse(wire.Task),
        Sha256 = wire.HasSha256 ? wire.Sha256 : null,
        Standardize = wire.Standardize,
        TestFraction = wire.TestFraction,
        SplitSeed = wire.SplitSeed,
    };

    private static ParameterAxis FromWire(Wire.Axis wire, Trainable trainable) => new(
        trainable.FindParameter(wire.Parameter) ?? throw new FormatException($"'{wire.Parameter}' is not a declared parameter."),
        [.. wire.Values.Select(ValueMapping.FromWire)]);
}
