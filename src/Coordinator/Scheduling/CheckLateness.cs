namespace NNOptim.Scheduling;

/// <summary>
/// Measures the delay of a periodic check of the peers. A process that is suspended or blocked by a write receives no messages, so the
/// delay must not count against its peers. Not thread-safe.
/// </summary>
/// <param name="interval">The time between two checks.</param>
public sealed class CheckLateness(TimeSpan interval)
{
    private DateTimeOffset? last;

    /// <summary>Records a check. Returns how late it is; zero when it is late by less than an interval.</summary>
    /// <param name="now">The time, from a monotonic clock.</param>
    public TimeSpan Record(DateTimeOffset now)
    {
        var late = now - (last ?? now) - interval;
        last = now;
        return late > interval ? late : TimeSpan.Zero;
    }
}
