namespace NNOptim.Scheduling;

/// <summary>
/// Measures how late a periodic check of the peers comes. While a write hangs or the process is suspended, it receives no messages. Peers
/// then look silent through no fault of theirs, so this time must not count against them. Not thread-safe.
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
