namespace NNOptim.Coordinator.Actors;

/// <summary>Measures how long an experiment's actor has been failing, and how long to wait before its next start.</summary>
/// <param name="settings">The limits of the pauses.</param>
internal sealed class RestartPolicy(CoordinatorSettings settings)
{
    /// <summary>An actor that ran for so long failed for a new reason. No single call to the journal takes that long.</summary>
    private static readonly TimeSpan SteadyDuration = TimeSpan.FromMinutes(1);

    private DateTimeOffset startedAt;
    private TimeSpan pause;
    private DateTimeOffset? failingSince;

    /// <summary>The actor was started.</summary>
    public void Start(DateTimeOffset now) => startedAt = now;

    /// <summary>
    /// The actor failed. Gives the time since which it fails. A successful start proves nothing: a journal on a full disk can still be read.
    /// So only a written event or a long time without a failure ends a series of failures.
    /// </summary>
    public DateTimeOffset Fail(DateTimeOffset now)
    {
        if (failingSince is { } since && now - startedAt <= SteadyDuration)
        {
            return since;
        }

        pause = TimeSpan.Zero;
        failingSince = now;
        return now;
    }

    /// <summary>The journal stored an event of the experiment.</summary>
    public void Succeed()
    {
        failingSince = null;
        pause = TimeSpan.Zero;
    }

    /// <summary>The time until the next start. It doubles with each start that follows a failure.</summary>
    public TimeSpan NextPause()
    {
        var next = pause == TimeSpan.Zero ? settings.ShortestPause : pause * 2;
        return pause = next < settings.LongestPause ? next : settings.LongestPause;
    }

    /// <summary>Whether the actor has failed for longer than a coordinator waits for its database.</summary>
    public bool IsGivenUp(DateTimeOffset now) => now - failingSince > settings.DatabaseTimeout;
}
