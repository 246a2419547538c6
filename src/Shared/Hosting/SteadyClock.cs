namespace NNOptim.Hosting;

/// <summary>
/// A monotonic clock: it starts at the current time and counts at an even pace. So neither a changed wall clock nor a suspended machine
/// looks like a silent peer. It measures durations; the wall clock dates events.
/// </summary>
/// <param name="time">The source of the current time and of the count.</param>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset start = time.GetUtcNow();
    private readonly long startStamp = time.GetTimestamp();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => start + time.GetElapsedTime(startStamp);
}
