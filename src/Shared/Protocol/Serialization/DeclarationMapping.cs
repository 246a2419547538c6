using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts declarations of trainables to and from their wire form.</summary>
internal static class DeclarationMapping
{
    private static readonly ChoiceNames<ParameterRole> roles = ChoiceNames.FromMembers<ParameterRole>();
    private static readonly ChoiceNames<MetricGoal> goals = ChoiceNames.FromMembers<MetricGoal>();
    private static readonly ChoiceNames<MetricFormat> formats = ChoiceNames.FromMembers<MetricFormat>();
    private static readonly ChoiceNames<MetricSummary> summaries = ChoiceNames.FromMembers<MetricSummary>();
    private static readonly ChoiceNames<ExampleSet> exampleSets = ChoiceNames.FromMembers<ExampleSet>();

    public static Wire.Trainable ToWire(Trainable trainable) => new()
    {
        Name = trainable.Name,
        Parameters = { trainable.Parameters.Select(ToWire) },
        Metrics = { trainable.Metrics.Select(ToWire) },
        Objective = trainable.Objective,
        Compared = trainable.Compared ?? "",
        Tuned = trainable.Tuned ?? "",
    };

    public static Trainable FromWire(Wire.Trainable wire) => new(
        wire.Name,
        [.. wire.Parameters.Select(FromWire)],
        [.. wire.Metrics.Select(FromWire)])
    {
        Objective = wire.Objective,
        Compared = wire.Compared.Length == 0 ? null : wire.Compared,
        Tuned = wire.Tuned.Length == 0 ? null : wire.Tuned,
    };

    // Absent names are the defaults, as in declarations from before these fields.
    private static Wire.Metric ToWire(Metric metric) => new()
    {
        Name = metric.Name,
        Goal = goals.NameOf(metric.Goal),
        Format = formats.NameOf(metric.Format),
        Description = metric.Description,
        Series = metric.Series ?? "",
        Summary = metric.Summary == default ? "" : summaries.NameOf(metric.Summary),
        Examples = metric.Examples == default ? "" : exampleSets.NameOf(metric.Examples),
        Baseline = metric.Baseline ?? "",
    };

    private static Metric FromWire(Wire.Metric wire) => new(wire.Name, goals.Parse(wire.Goal), formats.Parse(wire.Format), wire.Description)
    {
        Series = wire.Series.Length == 0 ? null : wire.Series,
        Summary = wire.Summary.Length == 0 ? default : summaries.Parse(wire.Summary),
        Examples = wire.Examples.Length == 0 ? default : exampleSets.Parse(wire.Examples),
        Baseline = wire.Baseline.Length == 0 ? null : wire.Baseline,
    };

    private static Wire.Parameter ToWire(Parameter parameter)
    {
        var wire = new Wire.Parameter
        {
            Name = parameter.Name,
            Path = parameter.Path,
            Type = ToWire(parameter.Type),
            Description = parameter.Description,
            Default = parameter.Default is { } value ? ValueMapping.ToWire(value) : null,
            Role = roles.NameOf(parameter.Role),
            Optional = parameter.IsOptional,
            Fixed = parameter.IsFixed,
            AlwaysShown = parameter.IsAlwaysShown,
        };
        if (parameter.When is { } when)
        {
            wire.ConditionParameter = when.Parameter;
            wire.ConditionValues.AddRange(when.Values);
        }

        return wire;
    }

    private static Parameter FromWire(Wire.Parameter wire) => new(wire.Name, wire.Path, FromWire(wire.Type), wire.Description)
    {
        Default = wire.Default is { } value ? ValueMapping.FromWire(value) : null,
        When = wire.ConditionParameter.Length == 0 ? null : new ParameterCondition(wire.ConditionParameter, [.. wire.ConditionValues]),
        Role = roles.Parse(wire.Role),
        IsOptional = wire.Optional,
        IsFixed = wire.Fixed,
        IsAlwaysShown = wire.AlwaysShown,
    };

    private static Wire.ParameterType ToWire(ParameterType type)
    {
        switch (type)
        {
            case NumberType number:
                var range = new Wire.NumberRange { Minimum = number.Minimum, MinimumAllowed = number.MinimumAllowed };
                if (number.Below is { } below)
                {
                    range.Below = below;
                }

                return new Wire.ParameterType { Number = range };
            case IntegerType integer:
                var whole = new Wire.IntegerRange { Minimum = integer.Minimum, Maximum = integer.Maximum };
                if (integer.Word is { } word)
                {
                    whole.Word = word;
                }

                return new Wire.ParameterType { Integer = whole };
            case ChoiceType choice:
                return new Wire.ParameterType { Choice = new Wire.Choice { Names = { choice.Names } } };
            case TextType text:
                return new Wire.ParameterType { Text = new Wire.Words { What = text.What, MaximumLength = text.MaximumLength, MayBeEmpty = text.MayBeEmpty } };
            case LayersType:
                return new Wire.ParameterType { Layers = new Wire.Layers() };
            case FlagType:
                return new Wire.ParameterType { Flag = new Wire.Flag() };
            case HashType:
                return new Wire.ParameterType { Hash = new Wire.Hash() };
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    private static ParameterType FromWire(Wire.ParameterType wire) => wire.TypeCase switch
    {
        Wire.ParameterType.TypeOneofCase.Number => new NumberType(wire.Number.Minimum, wire.Number.MinimumAllowed, wire.Number.HasBelow ? wire.Number.Below : null),
        Wire.ParameterType.TypeOneofCase.Integer => new IntegerType(wire.Integer.Minimum, wire.Integer.Maximum, wire.Integer.HasWord ? wire.Integer.Word : null),
        Wire.ParameterType.TypeOneofCase.Choice => new ChoiceType([.. wire.Choice.Names]),
        Wire.ParameterType.TypeOneofCase.Text => new TextType(wire.Text.What, wire.Text.MaximumLength, wire.Text.MayBeEmpty),
        Wire.ParameterType.TypeOneofCase.Layers => new LayersType(),
        Wire.ParameterType.TypeOneofCase.Flag => new FlagType(),
        Wire.ParameterType.TypeOneofCase.Hash => new HashType(),
        _ => throw new FormatException("A parameter has an unknown type."),
    };
}
