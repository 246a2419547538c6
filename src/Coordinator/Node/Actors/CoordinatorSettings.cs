using NNOptim.Persistence;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>What the coordinator is started with.</summary>
public sealed record CoordinatorSettings
{
    /// <summary>A run whose worker has not renewed its lease for so long is given to another worker.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A worker whose connection broke is given up when it is not heard of for so long.</summary>
    public TimeSpan SuspicionDuration { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>What keeps other processes from writing the same streams; null where there can be none.</summary>
    public ExperimentLocks? Locks { get; init; }

    /// <summary>How often a run is tried.</summary>
    public RetryLimits RetryLimits { get; init; } = new();

    /// <summary>How often those who watch an experiment are told of its progress while it changes.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether the coordinator outlives its experiments: it then remembers in the journal which ones it answers for, and takes
    /// them up again by itself after a restart or a failover.
    /// </summary>
    public bool IsLasting { get; init; }

    /// <summary>How long after the database failed an experiment first tries it again; doubled each time up to <see cref="LongestPause"/>.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest time between two tries.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the database may be away before it is given up: those who wait for an experiment are told that it cannot go
    /// on, and a lasting coordinator says <see cref="JournalGivenUp"/>.
    /// </summary>
    public TimeSpan DatabasePatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// After how many events an experiment's state is stored again, so that no more than these must be read to take it up; one of
    /// more than four times as many runs, whose state is larger, after a quarter as many events as it has runs.
    /// </summary>
    public int EventsASnapshot { get; init; } = 20_000;

    /// <summary>How long an experiment that has ended keeps its actor when nobody asks for it.</summary>
    public TimeSpan IdleDuration { get; init; } = TimeSpan.FromMinutes(2);
}
