using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>Subscribe to <see cref="ExperimentProgress"/>: sent now and whenever it changes.</summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record WatchExperiment(ExperimentId ExperimentId);

/// <summary>
/// Ask for one experiment of the journal, even one that the coordinator does not manage; answered by an <see cref="ExperimentList"/> with
/// one entry, or by an <see cref="ExperimentCommandRefused"/>.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record DescribeExperiment(ExperimentId ExperimentId);

/// <summary>The number of runs in each state.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Total">Runs so far.</param>
/// <param name="Running">Runs that workers hold.</param>
/// <param name="Completed">Trained to the end.</param>
/// <param name="Diverged">Ended by divergence.</param>
/// <param name="Failed">Failed for good.</param>
/// <param name="Phase">The phase of the experiment as a whole.</param>
/// <param name="Cancelled">Cancelled.</param>
/// <param name="Most">The largest possible number of runs, while more may still be proposed; 0 when <paramref name="Total"/> is final.</param>
public sealed record ExperimentProgress(
    ExperimentId ExperimentId,
    int Total,
    int Running,
    int Completed,
    int Diverged,
    int Failed,
    ExperimentPhase Phase = ExperimentPhase.Active,
    int Cancelled = 0,
    int Most = 0)
{
    /// <summary>The last confirmation so far; null when there is none.</summary>
    public ConfirmationRound? Confirmation { get; init; }

    /// <summary>Runs that have ended in any way.</summary>
    public int Ended => Completed + Diverged + Failed + Cancelled;

    /// <summary>Whether every run has ended.</summary>
    public bool AllEnded => Ended == Total && Most == 0;

    /// <summary>How many of how many runs have ended: <c>80/120</c>, or <c>80/120 of at most 300</c> while more may be proposed.</summary>
    public string Described => string.Create(CultureInfo.InvariantCulture, $"{Ended}/{Total}{(Most > Total ? $" of at most {Most}" : "")}");
}

/// <summary>The phase of an experiment as a whole.</summary>
public enum ExperimentPhase
{
    /// <summary>Its runs wait or train.</summary>
    Active,

    /// <summary>It assigns no runs until it is resumed.</summary>
    Paused,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Every run has ended.</summary>
    Ended,

    /// <summary>Runs are left, and no coordinator continues them until it is resumed.</summary>
    Unfinished,
}

/// <summary>
/// Ask the coordinator for the experiments it manages; answered by an <see cref="ExperimentList"/> as soon as it knows them all.
/// </summary>
public sealed record ListExperiments;

/// <summary>The experiments that a coordinator manages, in the order of their submission.</summary>
/// <param name="Experiments">One entry each.</param>
public sealed record ExperimentList(ImmutableArray<ExperimentSummary> Experiments);

/// <summary>One experiment in a list.</summary>
/// <param name="Progress">The number of runs in each state.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Problem">
/// Why its stream cannot be read, as a clause for people; empty when it can. The other values are then the last known ones, if any.
/// </param>
public sealed record ExperimentSummary(ExperimentProgress Progress, string Name, int Priority, DateTimeOffset SubmittedAt, string Problem = "")
{
    /// <summary>Whether its stream cannot be read.</summary>
    public bool IsDamaged => Problem.Length > 0;

    /// <summary>An entry with only the given values.</summary>
    public static ExperimentSummary Unreadable(ExperimentId id, string problem) =>
        new(new ExperimentProgress(id, 0, 0, 0, 0, 0), "", ExperimentPriority.Normal, default, problem);
}

/// <summary>Ask the coordinator for its workers; answered by a <see cref="WorkerList"/>.</summary>
public sealed record ListWorkers;

/// <summary>The workers of a coordinator, by id.</summary>
/// <param name="Workers">One entry each.</param>
public sealed record WorkerList(ImmutableArray<WorkerSummary> Workers);

/// <summary>One worker in a list.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Slots">How many trainings it runs at a time.</param>
/// <param name="Held">The runs it holds: training, waiting for a slot, or unacknowledged.</param>
/// <param name="ProgramVersion">The version of its program.</param>
/// <param name="RegisteredAt">When it registered.</param>
/// <param name="LastHeardAt">The time of its last heartbeat.</param>
public sealed record WorkerSummary(
    WorkerId WorkerId, int Slots, int Held, string ProgramVersion, DateTimeOffset RegisteredAt, DateTimeOffset LastHeardAt);
