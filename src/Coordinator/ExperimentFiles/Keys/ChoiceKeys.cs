using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>The keys that say how configurations are compared: the objective, the compared parameter, and the confirmation.</summary>
internal static class ChoiceKeys
{
    /// <summary>The section of the objective.</summary>
    public const string Objective = "objective";

    /// <summary>The metric or the series of the objective.</summary>
    public const string Metric = "objective.metric";

    /// <summary>The summary of the objective's series.</summary>
    public const string Summary = "objective.summary";

    /// <summary>The compared parameter.</summary>
    public const string Compare = "compare";

    /// <summary>The section of the confirmation.</summary>
    public const string Confirmation = "confirmation";

    /// <summary>The number of finalists for each value.</summary>
    public const string Finalists = "confirmation.finalists";

    /// <summary>The parameter whose values have finalists.</summary>
    public const string Per = "confirmation.per";

    /// <summary>The number of fresh seeds.</summary>
    public const string Seeds = "confirmation.seeds";

    private const string TestFigures = "it is measured on test examples, and test figures never choose a configuration";

    /// <summary>The summaries of a series, by their names in files.</summary>
    public static ChoiceNames<MetricSummary> Summaries { get; } = new(
        [(MetricSummary.Last, "last"), (MetricSummary.Best, "best"), (MetricSummary.MeanOfLast, "mean_of_last")]);

    /// <summary>The keys of a trainable's files.</summary>
    public static IEnumerable<FileKey> For(Trainable trainable)
    {
        var chooses = trainable.Metrics.Where(CanChoose).ToList();
        ImmutableArray<string> metrics = [.. chooses.Select(metric => metric.Name).Append(trainable.Objective)
            .Concat(chooses.Select(metric => metric.Series).OfType<string>()).Distinct()];
        ImmutableArray<string> parameters = [.. ConfirmationSpecification.ParametersOf(trainable)];
        var repeated = trainable.Parameters.Where(parameter => parameter.IsRepeated).Select(parameter => parameter.Name).ToList();
        yield return new(Metric, new ChoiceType(metrics), "The metric by which configurations are ranked, or the name of a series.")
        {
            Default = trainable.Objective,
            Refused = trainable.Metrics.Where(metric => metric.Examples == ExampleSet.Test)
                .SelectMany(metric => (string?[])[metric.Name, metric.Series]).OfType<string>().Distinct().Except(metrics)
                .ToImmutableDictionary(name => name, _ => TestFigures),
        };
        yield return new(Summary, ChoiceType.FromNames(Summaries), "For a series: its last value, its best, or the mean of its last tenth. `last` when absent.");
        if (!parameters.IsEmpty)
        {
            yield return new(Compare, new ChoiceType(parameters), "The parameter whose values are compared, each in its best configuration. The trainable's own when absent, if it varies.")
            {
                Refused = repeated.ToImmutableDictionary(name => name, name => $"{name} is what is repeated to measure the noise"),
            };
        }

        yield return new(Finalists, new IntegerType(1, ConfirmationSpecification.MaxFinalists), "The number of configurations that are trained again, for each value of `per`.")
        {
            Default = $"{ConfirmationSpecification.DefaultFinalists}",
            NeedsSection = true,
        };
        yield return new(Per, new ChoiceType([ConfirmationSpecification.NoParameter, .. parameters]), "The parameter whose values each have finalists, or none for the best of all configurations. The compared parameter when absent.")
        {
            Refused = repeated.ToImmutableDictionary(name => name, name => $"{name} is what the confirmation repeats"),
        };
        yield return new(Seeds, new IntegerType(ConfirmationSpecification.MinSeeds, ConfirmationSpecification.MaxSeeds), "The number of fresh seeds of each finalist.")
        {
            Default = $"{ConfirmationSpecification.DefaultSeeds}",
            NeedsSection = true,
        };
    }

    /// <summary>Whether a metric may be the objective.</summary>
    public static bool CanChoose(Metric metric) => metric.Goal != MetricGoal.None && metric.Examples != ExampleSet.Test;
}
