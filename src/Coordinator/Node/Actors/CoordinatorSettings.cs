using NNOptim.Persistence;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>The settings of the coordinator.</summary>
public sealed record CoordinatorSettings
{
    /// <summary>A run whose worker has not renewed its lease for this long is assigned to another worker.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A worker whose connection broke counts as lost after this time without a message.</summary>
    public TimeSpan SuspicionDuration { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The locks that keep other processes from writing the same streams; null if no other process can.</summary>
    public ExperimentLocks? Locks { get; init; }

    /// <summary>The limits of attempts at a run.</summary>
    public RetryLimits RetryLimits { get; init; } = new();

    /// <summary>How often watchers of an experiment receive its progress while it changes.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether the coordinator outlives its experiments. It then records in the journal which experiments it manages, and resumes them after
    /// a restart or a failover.
    /// </summary>
    public bool IsPermanent { get; init; }

    /// <summary>The pause before an experiment first retries after a database failure. It doubles each time up to <see cref="LongestPause"/>.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between two retries.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the database may be unavailable. After that, watchers of an experiment receive an error, and a permanent coordinator publishes
    /// <see cref="JournalUnavailable"/>.
    /// </summary>
    public TimeSpan DatabaseTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The number of events between two snapshots of an experiment, which limits the events to replay. An experiment with more than four
    /// times as many runs has a larger state, so it waits for a quarter as many events as it has runs.
    /// </summary>
    public int EventsPerSnapshot { get; init; } = 20_000;

    /// <summary>How long an ended experiment keeps its actor without requests.</summary>
    public TimeSpan IdleDuration { get; init; } = TimeSpan.FromMinutes(2);
}
