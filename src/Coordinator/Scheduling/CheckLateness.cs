namespace NNOptim.Scheduling;

/// <summary>
/// How late a periodic check of who was heard of comes. While a write hangs, or the process stands still, nobody can be heard:
/// what is late says nothing about the others, and is not to be counted against them. Not thread-safe.
/// </summary>
/// <param name="interval">The time between two checks.</param>
public sealed class CheckLateness(TimeSpan interval)
{
    private DateTimeOffset? last;

    /// <summary>Records a check; gives the time it is late by, zero where that is less than an interval.</summary>
    /// <param name="now">The time, on a clock that only goes forward.</param>
    public TimeSpan Record(DateTimeOffset now)
    {
        var late = now - (last ?? now) - interval;
        last = now;
        return late > interval ? late : TimeSpan.Zero;
    }
}
