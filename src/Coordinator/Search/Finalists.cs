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
        var configurations = new Dictionary<(ParameterValues Values, int Budget), Standing>();
        foreach (var run in runs.Where(run => run.State is RunState.Completed or RunState.Diverged or RunState.Failed))
        {
            var key = (run.Run.Values, run.Run.Budget);
            var standing = configurations.GetValueOrDefault(key) ?? new Standing(run.Run);
            configurations[key] = standing.With(run.State, run.Score ?? score?.Of(null, baseline));
        }

        var ranked = configurations.Values.Where(standing => standing.Completed > 0).Order(new Better(score)).Select(standing => standing.First).ToList();
        return specification.Trainable.FindParameter(confirmation.Per) is { } per
            ? [.. LevelsOf(specification, per, ranked).SelectMany(level => ranked.Where(run => level.Equals(run.Value(per))).Take(confirmation.Finalists))]
            : [.. ranked.Take(confirmation.Finalists)];
    }

    /// <summary>The values of a parameter: those of its axis, then others that a search has proposed. Without values where it does not apply.</summary>
    private static IEnumerable<ParameterValue> LevelsOf(ExperimentSpecification specification, Parameter per, IEnumerable<RunSpecification> runs) =>
        (specification.Axis(per.Name)?.Values ?? [])
            .Concat(runs.OrderBy(run => run.Number).Select(run => run.Value(per)).OfType<ParameterValue>())
            .Distinct();

    /// <summary>The runs of one configuration so far.</summary>
    /// <param name="First">Its first run.</param>
    private sealed record Standing(RunSpecification First)
    {
        public int Completed { get; private init; }

        /// <summary>The number of runs without any score.</summary>
        public int Unscored { get; private init; }

        /// <summary>The mean score of the other runs; NaN when there are none.</summary>
        public double Mean => Sum / Scored;

        private int Scored { get; init; }

        private double Sum { get; init; }

        public Standing With(RunState state, double? score) => this with
        {
            Completed = Completed + (state == RunState.Completed ? 1 : 0),
            Unscored = Unscored + (score is null ? 1 : 0),
            Scored = Scored + (score is null ? 0 : 1),
            Sum = Sum + (score ?? 0),
        };
    }

    /// <summary>Sorts the better configuration first.</summary>
    private sealed class Better(RunScore? score) : IComparer<Standing>
    {
        public int Compare(Standing? x, Standing? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            _ when x.Unscored != y.Unscored => x.Unscored.CompareTo(y.Unscored),
            _ when ByMean(x.Mean, y.Mean) is var order and not 0 => order,
            _ => x.First.Number.CompareTo(y.First.Number),
        };

        private int ByMean(double left, double right) =>
            double.IsNaN(left) || double.IsNaN(right) ? double.IsNaN(left).CompareTo(double.IsNaN(right))
            : score?.Objective.Goal == MetricGoal.Maximize ? right.CompareTo(left)
            : left.CompareTo(right);
    }
}
