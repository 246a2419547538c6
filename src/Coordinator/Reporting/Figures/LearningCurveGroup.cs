using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// The configurations in one picture of learning curves. They agree in every parameter, except the compared one and the parameters that
/// only some of its values have. When nothing is compared, all configurations share one picture.
/// </summary>
/// <param name="Parameters">The parameters in which the group agrees, among those that tables show.</param>
/// <param name="Configurations">The group's configurations in the order of the grid.</param>
public sealed record LearningCurveGroup(ImmutableArray<Parameter> Parameters, ImmutableArray<Configuration> Configurations)
{
    /// <summary>Groups the configurations of an experiment, in the order of the grid.</summary>
    public static ImmutableArray<LearningCurveGroup> Split(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var compared = analysis.ComparedParameter?.Name;
        ImmutableArray<Parameter> parameters =
        [
            .. analysis.ConfigurationParameters.Where(parameter => compared is not null && parameter.Name != compared && parameter.When is null),
        ];
        return
        [
            .. analysis.Configurations
                .GroupBy(configuration => configuration.Key(parameters))
                .Select(configurations => new LearningCurveGroup(parameters, [.. configurations])),
        ];
    }

    /// <summary>
    /// The objective of the best configuration as a value of <see cref="Objective.Order"/>; infinite when no run completed.
    /// </summary>
    public double OrderOfBest(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Configurations.Min(configuration => objective.Order(configuration.Score?.Mean));
    }

    /// <summary>
    /// Distinguishes the group from the others: <c>Learning rate = 0.0007</c>, and every other parameter that varies. Empty when there is
    /// no such parameter.
    /// </summary>
    public string Title(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var named = Parameters.Where(parameter => parameter.Name == analysis.Trainable.Tuned)
            .Concat(Parameters.Where(parameter => parameter.Name != analysis.Trainable.Tuned && analysis.Varying(parameter) is not null));
        return Wording.Sentence(string.Join(", ", named.Select(parameter => $"{parameter.Label} = {Configurations[0].Text(parameter)}")));
    }

    /// <summary>The name of the group's file, for example <c>cost-learning_rate-0.0007-batch_size-64</c>.</summary>
    public string FileName =>
        "cost" + string.Concat(Parameters.Select(parameter => $"-{parameter.Name}-{Configurations[0].Text(parameter)}"));

    /// <summary>
    /// Distinguishes a configuration within its group: the compared value, and the parameters that vary within the group.
    /// </summary>
    public string Label(Configuration configuration, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(analysis);
        var own = analysis.ConfigurationParameters
            .Where(parameter => parameter.Name != analysis.Trainable.Compared && !Parameters.Contains(parameter)
                && analysis.Varying(parameter) is not null && configuration.Text(parameter).Length > 0)
            .Select(parameter => $"{parameter.Name} {configuration.Text(parameter)}");
        return Wording.With(configuration.Compared, string.Join(", ", own));
    }
}
