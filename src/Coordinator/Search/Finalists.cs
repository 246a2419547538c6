using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Search;

/// <summary>
/// Chooses the configurations that a confirmation trains again: the best by the mean score of their runs. A pure function of the search's
/// runs. It does not depend on the order in which they ended.
/// </summary>
public static class Finalists
{
    /// <summary>
    /// The first run of each finalist: the levels of <see cref="ConfirmationSpecification.Per"/> in their order, the best of each level first.
    /// </summary>
    /// <param name="specification">The experiment.</param>
    /// <param name="confirmation">How many finalists to choose, and for the values of which parameter.</param>
    /// <param name="runs">The runs of the search, by number.</param>
    /// <param name="baseline">The value of a constant prediction, as which a failed run scores; null when it is unknown.</param>
    public static ImmutableArray<RunSpecification> Choose(
        ExperimentSpecification specification, ConfirmationSpecification confirmation, IEnumerable<ScoredRun> runs, double? baseline)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(confirmation);
        ArgumentNullException.ThrowIfNull(runs);
        var score = RunScore.Find(specification);
        var configurations = runs.Where(run => run.State is RunState.Completed or RunState.Diverged or RunState.Failed)
            .GroupBy(run => specification.Trainable.ConfigurationOf(run.Run))
            .Select(group => (First: group.First().Run, Standing: ConfigurationStanding.Of(
                group.First().Run.Number, group.Select(run => (run.State, run.Score ?? score?.Of(null, baseline))))));
        var ranked = configurations.Where(configuration => configuration.Standing.MeanScore is not null)
            .OrderBy(configuration => configuration.Standing, ConfigurationStanding.BestFirst(score?.Objective.Goal ?? MetricGoal.Minimize))
            .Select(configuration => configuration.First).ToList();
        return specification.Trainable.FindParameter(confirmation.Per) is { } per
            ? [.. LevelsOf(specification, per, ranked).SelectMany(level => ranked.Where(run => level.Equals(run.Value(per))).Take(confirmation.Finalists))]
            : [.. ranked.Take(confirmation.Finalists)];
    }

    /// <summary>The values of a parameter: those of its axis, then others that a search has proposed. Without values where it does not apply.</summary>
    private static IEnumerable<ParameterValue> LevelsOf(ExperimentSpecification specification, Parameter per, IEnumerable<RunSpecification> runs) =>
        (specification.Axis(per.Name)?.Values ?? [])
            .Concat(runs.OrderBy(run => run.Number).Select(run => run.Value(per)).OfType<ParameterValue>())
            .Distinct();
}
