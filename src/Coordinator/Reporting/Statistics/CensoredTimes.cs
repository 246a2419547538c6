namespace NNOptim.Reporting.Statistics;

/// <summary>
/// Times to an event that some runs did not reach within their budget (right-censored at the budget). A censored time counts as later than
/// every observed time. So the median is that of the product-limit estimate. For an even number of runs, it is the middle of the estimate's
/// interval at one half (Kaplan and Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958).
/// </summary>
/// <param name="Reached">The number of runs that reached the event.</param>
/// <param name="Count">The number of runs.</param>
/// <param name="Median">
/// The median over all runs. Null when the median run, or one of the two middle runs of an even number, is censored: the median is then
/// only known to be later.
/// </param>
/// <param name="Earliest">The earliest time; null when no run reached the event.</param>
public sealed record CensoredTimes(int Reached, int Count, double? Median, int? Earliest)
{
    /// <summary>Summarises times; null means a censored time.</summary>
    public static CensoredTimes Sort(IReadOnlyList<int?> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var seen = new List<int>(times.Count);
        foreach (var time in times)
        {
            if (time is { } value)
            {
                seen.Add(value);
            }
        }

        seen.Sort();
        var (lower, upper) = ((times.Count - 1) / 2, times.Count / 2);
        double? median = times.Count > 0 && upper < seen.Count ? ((double)seen[lower] + seen[upper]) / 2 : null;
        return new CensoredTimes(seen.Count, times.Count, median, seen.Count > 0 ? seen[0] : null);
    }
}
