using NNOptim.Experiments;

namespace NNOptim.Training.Optimizers;

/// <summary>An optimiser with values for its own parameters. The learning rate belongs to the run.</summary>
/// <param name="Rule">The update rule.</param>
public sealed record OptimizerSpecification(OptimizerRule Rule)
{
    /// <summary>Values by name. A parameter without a value has its default.</summary>
    public ParameterValues Values { get; init; } = ParameterValues.Empty;

    /// <summary>Creates one of the optimisers of this program.</summary>
    /// <param name="name">Its name, for example <c>adam</c>.</param>
    /// <param name="values">
    /// Values of numeric parameters, by their names in the optimiser's section of a file, for example <c>beta1</c>.
    /// </param>
    /// <exception cref="ArgumentException">There is no such optimiser or parameter.</exception>
    public static OptimizerSpecification Create(string name, params ReadOnlySpan<(string Name, double Value)> values)
    {
        var rule = OptimizerRules.All.FirstOrDefault(rule => rule.Name == name)
            ?? throw new ArgumentException($"There is no optimizer {name}; there are {string.Join(", ", OptimizerRules.All)}.", nameof(name));
        var specification = new OptimizerSpecification(rule);
        foreach (var (own, value) in values)
        {
            specification = specification.With(own, new ParameterValue.Number(value));
        }

        return specification;
    }

    /// <summary>Returns the same optimiser with another value of a parameter.</summary>
    /// <param name="name">Its name in the optimiser's section of a file, for example <c>beta1</c>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The optimiser has no such parameter.</exception>
    public OptimizerSpecification With(string name, ParameterValue value)
    {
        var parameter = Rule.Parameters.FirstOrDefault(parameter => parameter.Path.EndsWith("." + name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"{Rule.Name} has no hyperparameter {name}.", nameof(name));
        return this with { Values = Values.With(parameter.Name, value) };
    }

    /// <summary>The value of a parameter, or its default.</summary>
    internal ParameterValue Value(Parameter parameter) => Values[parameter.Name] ?? parameter.Default!;

    /// <summary>The values in the order of the rule's parameters. A choice's value is its index among its names.</summary>
    internal double[] Numbers() =>
    [
        .. Rule.Parameters.Select(parameter => Value(parameter) switch
        {
            ParameterValue.Number number => number.Value,
            ParameterValue.Integer integer => integer.Value,
            var name => ((ChoiceType)parameter.Type).Names.IndexOf(name.ToString()),
        }),
    ];
}
