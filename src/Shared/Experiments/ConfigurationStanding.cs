namespace NNOptim.Experiments;

/// <summary>
/// What orders a configuration among others. The coordinator chooses finalists by it, and the report ranks by it, so that both agree.
/// </summary>
/// <param name="Unscored">The number of ended runs without a score.</param>
/// <param name="MeanScore">The mean score of the ended runs; null when no completed run has a score.</param>
/// <param name="FirstRun">The number of the first run.</param>
public readonly record struct ConfigurationStanding(int Unscored, double? MeanScore, int FirstRun)
{
    /// <summary>The standing of a configuration.</summary>
    /// <param name="firstRun">The number of its first run.</param>
    /// <param name="ended">The state and the score of each ended run, in the order of the runs.</param>
    public static ConfigurationStanding Of(int firstRun, IEnumerable<(RunState State, double? Score)> ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        var (unscored, scored, sum, hasCompleted) = (0, 0, 0.0, false);
        foreach (var (state, score) in ended)
        {
            unscored += score is null ? 1 : 0;
            scored += score is null ? 0 : 1;
            sum += score ?? 0;
            hasCompleted |= state == RunState.Completed && score is not null;
        }

        return new ConfigurationStanding(unscored, hasCompleted ? sum / scored : null, firstRun);
    }

    /// <summary>
    /// Sorts the best first: by the number of runs without a score, then by the mean score, then by the first run. A configuration without
    /// a mean score comes last.
    /// </summary>
    /// <param name="goal">The direction in which the objective improves.</param>
    public static IComparer<ConfigurationStanding> BestFirst(MetricGoal goal) => Comparer<ConfigurationStanding>.Create((first, second) =>
    {
        var order = (first.MeanScore is null).CompareTo(second.MeanScore is null);
        order = order != 0 ? order : first.Unscored.CompareTo(second.Unscored);
        order = order != 0 ? order : (first.MeanScore ?? 0).CompareTo(second.MeanScore ?? 0) * (goal == MetricGoal.Maximize ? -1 : 1);
        return order != 0 ? order : first.FirstRun.CompareTo(second.FirstRun);
    });
}
