namespace NNOptim.Reporting.Statistics;

/// <summary>
/// Times to an event that some runs did not see within their budget (right-censored at it). As a censored one counts as
/// later than every seen one, the median is that of the product-limit estimate, the middle of its stretch at one half for
/// an even number (Kaplan and Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958).
/// </summary>
/// <param name="Reached">How many saw the event.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Median">
/// The median over all of them, a censored one counting as later than every seen one; null where the median run, or one of
/// the middle two of an even number, did not see the event: then it is only known to be later.
/// </param>
/// <param name="Earliest">The earliest; null when none saw it.</param>
public sealed record CensoredTimes(int Reached, int Count, double? Median, int? Earliest)
{
    /// <summary>Summarises times, null standing for a censored one.</summary>
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
