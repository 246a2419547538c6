using System.Collections.Immutable;
using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

/// <summary>The base specifications of the tests.</summary>
internal static class Grids
{
    /// <summary>A specification of one run, except for the given axes.</summary>
    public static ExperimentSpecification Create(params ReadOnlySpan<(string Parameter, ImmutableArray<ParameterValue> Values)> axes)
    {
        var specification = ExperimentSpecification.Create(
            "grid",
            Declarations.Model,
            new DatasetSpecification { Kind = DatasetKind.Moons, Examples = 20 },
            ("rule", ParameterValue.Names("gd")),
            ("steps", ParameterValue.Integers(5)),
            ("rate", ParameterValue.Numbers(0.01)));
        foreach (var (parameter, values) in axes)
        {
            specification = specification.With(parameter, values);
        }

        return specification;
    }

    /// <summary>A specification of the given number of runs, which differ in their seeds.</summary>
    public static ExperimentSpecification CreateRuns(int count) =>
        Create(("seed", ParameterValue.Integers([.. Enumerable.Range(3, count).Select(seed => (long)seed)])));

    /// <summary>Specifications with one to three values on every axis, and with or without a value for each optional parameter.</summary>
    public static Gen<ExperimentSpecification> Generator { get; } = Gen.Int[0, 2].Array[Declarations.Model.Parameters.Length].Select(counts =>
        Create([.. Declarations.Model.Parameters.Select((parameter, i) => (parameter.Name, Values(parameter, counts[i])))]));

    private static ImmutableArray<ParameterValue> Values(Parameter parameter, int last)
    {
        ImmutableArray<ParameterValue> all = parameter.Type switch
        {
            ChoiceType choice => ParameterValue.Names([.. choice.Names]),
            LayersType => [new ParameterValue.Layers([2, 5, 2, 1]), new ParameterValue.Layers([2, 1]), new ParameterValue.Layers([2, 3, 1])],
            IntegerType { Word: { } word } => [new ParameterValue.Integer(64), new ParameterValue.Name(word), new ParameterValue.Integer(1)],
            IntegerType => ParameterValue.Integers(3, 5, 7),
            NumberType => ParameterValue.Numbers(0.5, 0.25, 0.125),
            FlagType => ParameterValue.Names("true", "false"),
            HashType => ParameterValue.Names(new string('a', 64)),
            _ => ParameterValue.Names("some text"),
        };
        return parameter.IsFixed
            ? parameter.IsOptional && last == 0 ? [] : [all[Math.Min(last, all.Length - 1)]]
            : all[..Math.Min(last + 1, all.Length)];
    }
}
