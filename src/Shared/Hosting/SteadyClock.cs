namespace NNOptim.Hosting;

/// <summary>
/// A clock that only ever goes forward and at an even pace: it begins at the present and counts from there, so that neither a
/// clock that is set nor a machine that slept looks like a silence. For lengths of time; events are dated by the wall clock.
/// </summary>
/// <param name="time">Where the present and the count come from.</param>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset start = time.GetUtcNow();
    private readonly long startStamp = time.GetTimestamp();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => start + time.GetElapsedTime(startStamp);
}
