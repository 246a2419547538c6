using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Specifications to and from their wire form.</summary>
internal static class SpecificationMapping
{
    public static Wire.Specification ToWire(ExperimentSpecification specification)
    {
        var wire = new Wire.Specification
        {
            Name = specification.Name,
            Description = specification.Description,
            Dataset = ToWire(specification.Dataset),
            Loss = Choices.Losses.NameOf(specification.Loss),
            RecordEvery = specification.RecordEvery,
            Precision = Choices.Precisions.NameOf(specification.Precision),
            DelaySeconds = specification.Delay,
        };
        if (specification.TargetCost is { } target)
        {
            wire.TargetCost = target;
        }

        if (specification.ShuffleSeed is { } seed)
        {
            wire.ShuffleSeed = seed;
        }

        wire.Axes.AddRange(specification.Axes.Select(ToWire));
        return wire;
    }

    public static ExperimentSpecification FromWire(Wire.Specification wire) => new()
    {
        Name = wire.Name,
        Description = wire.Description,
        Dataset = FromWire(wire.Dataset),
        Loss = Choices.Losses.Parse(wire.Loss),
        RecordEvery = wire.RecordEvery,
        TargetCost = wire.HasTargetCost ? wire.TargetCost : null,
        ShuffleSeed = wire.HasShuffleSeed ? wire.ShuffleSeed : null,
        Precision = Choices.Precisions.Parse(wire.Precision),
        Delay = wire.DelaySeconds,
        Axes = [.. wire.Axes.Select(FromWire)],
    };

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

    private static Wire.Axis ToWire(GridAxis axis)
    {
        var wire = new Wire.Axis { Hyperparameter = axis.Hyperparameter.Name };
        wire.Values.AddRange(axis.Values.Select(ToWire));
        return wire;
    }

    private static GridAxis FromWire(Wire.Axis wire) => new(
        Hyperparameters.Named(wire.Hyperparameter)
            ?? throw new FormatException($"'{wire.Hyperparameter}' is not a hyperparameter this version knows."),
        [.. wire.Values.Select(FromWire)]);

    private static Wire.AxisValue ToWire(HyperparameterValue value) => value switch
    {
        HyperparameterValue.Number number => new Wire.AxisValue { Number = number.Value },
        HyperparameterValue.Integer integer => new Wire.AxisValue { Integer = integer.Value },
        HyperparameterValue.Name name => new Wire.AxisValue { Name = name.Value },
        HyperparameterValue.Layers layers => new Wire.AxisValue { Layers = new Wire.LayerWidths { Widths = { layers.Widths } } },
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };

    private static HyperparameterValue FromWire(Wire.AxisValue wire) => wire.ValueCase switch
    {
        Wire.AxisValue.ValueOneofCase.Number => new HyperparameterValue.Number(wire.Number),
        Wire.AxisValue.ValueOneofCase.Integer => new HyperparameterValue.Integer(wire.Integer),
        Wire.AxisValue.ValueOneofCase.Name => new HyperparameterValue.Name(wire.Name),
        Wire.AxisValue.ValueOneofCase.Layers => new HyperparameterValue.Layers([.. wire.Layers.Widths]),
        _ => throw new FormatException("A value of a grid axis is of a kind this version does not know."),
    };
}
