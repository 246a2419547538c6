using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Generates values that a parameter allows, by its type alone.</summary>
internal static class AnyValue
{
    /// <summary>A value that the type allows.</summary>
    public static Gen<ParameterValue> Draw(ParameterType type) => type switch
    {
        NumberType number => NumberIn(number),
        IntegerType { Word: { } word } integer => Gen.OneOf(WholeIn(integer), Gen.Const<ParameterValue>(new ParameterValue.Name(word))),
        IntegerType integer => WholeIn(integer),
        ChoiceType choice => Gen.OneOf<string>([.. choice.Names]).Select(name => (ParameterValue)new ParameterValue.Name(name)),
        LayersType => Gen.Int[1, 300].Array[2, 6].Select(widths => (ParameterValue)new ParameterValue.Layers([.. widths])),
        _ => throw new NotSupportedException($"No values of {type.GetType().Name} are drawn yet."),
    };

    // Often the middle or an adjacent floating-point number, which is a different value; sometimes next to the lower bound.
    private static Gen<ParameterValue> NumberIn(NumberType type)
    {
        var range = (type.Below ?? 10) - type.Minimum;
        var middle = type.Minimum + range / 2;
        return Gen.OneOf(
                Gen.Double[type.Minimum + range / 1000, type.Minimum + range * 0.999],
                Gen.OneOf(Math.BitDecrement(middle), middle, Math.BitIncrement(middle)),
                Gen.Int[1, 300].Select(digits => type.Minimum + range * Math.Pow(10, -digits)))
            .Select(type.FromNumber)
            .Where(value => value is not null)
            .Select(value => value!);
    }

    private static Gen<ParameterValue> WholeIn(IntegerType type) =>
        Gen.OneOf(Gen.Long[type.Minimum, type.Maximum], Gen.Long[type.Minimum, Math.Min(type.Minimum + 3, type.Maximum)])
            .Select(whole => (ParameterValue)new ParameterValue.Integer(whole));
}
