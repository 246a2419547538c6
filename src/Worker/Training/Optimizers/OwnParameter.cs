using NNOptim.Experiments;

namespace NNOptim.Training.Optimizers;

/// <summary>Declares the parameters of single optimisers.</summary>
internal static class OwnParameter
{
    /// <summary>Declares a decay or fraction in [0, 1).</summary>
    public static Parameter Fraction(string optimizer, string name, double value, string description) =>
        Create(optimizer, name, new NumberType(0, true, 1), new ParameterValue.Number(value), description);

    /// <summary>Declares a number above 0.</summary>
    public static Parameter Positive(string optimizer, string name, double value, string description) =>
        Create(optimizer, name, new NumberType(0, false), new ParameterValue.Number(value), description);

    /// <summary>Declares a choice of names. The first is the default.</summary>
    public static Parameter Choice(string optimizer, string name, ReadOnlySpan<string> names, string description) =>
        Create(optimizer, name, new ChoiceType([.. names]), new ParameterValue.Name(names[0]), description);

    private static Parameter Create(string optimizer, string name, ParameterType type, ParameterValue value, string description) =>
        new($"{optimizer}_{name}", $"optimizers.{optimizer}.{name}", type, description)
        {
            Default = value,
            When = new ParameterCondition(NetworkParameters.Optimizer, [optimizer]),
        };
}
