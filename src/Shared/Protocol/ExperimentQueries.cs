using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>Ask to be sent an <see cref="ExperimentProgress"/> now and whenever it changes.</summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record WatchExperiment(ExperimentId ExperimentId) : IWithExperimentId;

/// <summary>
/// Ask for one experiment of the journal, whether the coordinator answers for it or not; answered by an
/// <see cref="ExperimentList"/> with one entry, or by an <see cref="ExperimentCommandRefused"/>.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record DescribeExperiment(ExperimentId ExperimentId) : IWithExperimentId;

/// <summary>How many runs stand where.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Running">With workers.</param>
/// <param name="Completed">Trained to the end.</param>
/// <param name="Diverged">Ended by divergence.</param>
/// <param name="Failed">Failed for good.</param>
/// <param name="Phase">What the experiment as a whole is doing.</param>
/// <param name="Cancelled">Given up by a cancellation.</param>
public sealed record ExperimentProgress(
    ExperimentId ExperimentId,
    int Total,
    int Running,
    int Completed,
    int Diverged,
    int Failed,
    ExperimentPhase Phase = ExperimentPhase.Active,
    int Cancelled = 0) : IWithExperimentId
{
    /// <summary>Runs that have ended, however.</summary>
    public int Ended => Completed + Diverged + Failed + Cancelled;

    /// <summary>Whether every run has ended.</summary>
    public bool AllEnded => Ended == Total;
}

/// <summary>What an experiment as a whole is doing.</summary>
public enum ExperimentPhase
{
    /// <summary>Its runs wait or train.</summary>
    Active,

    /// <summary>It gives out no runs until it is resumed.</summary>
    Paused,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Every run has ended.</summary>
    Ended,
}

/// <summary>
/// Ask for an experiment's cells in training; answered by a <see cref="CellList"/>. Coordinators of earlier programs leave it
/// unanswered.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record DescribeCells(ExperimentId ExperimentId) : IWithExperimentId;

/// <summary>The cells of an experiment that are in training, and the one of the least mean final cost so far.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Cells">At most <see cref="MostCells"/>, with at most <see cref="MostOfSettings"/>; none while nothing is known of them.</param>
public sealed record CellList(ExperimentId ExperimentId, ImmutableArray<CellProgress> Cells) : IWithExperimentId
{
    /// <summary>The most cells of one list: at 73 bytes each at most beside their settings, below the remote frame limit.</summary>
    public const int MostCells = 1000;

    /// <summary>The most letters of the settings of all cells of one list, a byte each.</summary>
    public const int MostOfSettings = 50_000;
}

/// <summary>Where one cell of the grid stands.</summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="BatchSize">Examples a batch; 0 is the full batch.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Running">Those with workers.</param>
/// <param name="Ended">Those that have ended, however.</param>
/// <param name="CostNow">The mean of the latest costs of the running; null before the first.</param>
/// <param name="MeanFinalCost">The mean final cost of the completed; null before the first.</param>
/// <param name="Settings">What else it is set to that other cells are not, in words; empty where there is nothing, and from earlier programs.</param>
public sealed record CellProgress(
    string Optimizer, double LearningRate, int BatchSize, int Runs, int Running, int Ended, double? CostNow, double? MeanFinalCost, string Settings = "");

/// <summary>Ask the coordinator for the experiments it answers for; answered by an <see cref="ExperimentList"/> as soon as it knows them all.</summary>
public sealed record ListExperiments : IProtocolMessage;

/// <summary>The experiments a coordinator answers for, in the order of their submission.</summary>
/// <param name="Experiments">One entry each.</param>
public sealed record ExperimentList(ImmutableArray<ExperimentSummary> Experiments) : IProtocolMessage;

/// <summary>One experiment in a list.</summary>
/// <param name="Progress">How many runs stand where.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">The order it is served in.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Problem">Why its stream cannot be read, a clause for people; empty when it can. The rest is then what was known before, which may be nothing.</param>
public sealed record ExperimentSummary(ExperimentProgress Progress, string Name, int Priority, DateTimeOffset SubmittedAt, string Problem = "")
{
    /// <summary>Whether its stream cannot be read.</summary>
    public bool IsDamaged => Problem.Length > 0;

    /// <summary>An experiment of which only this is known.</summary>
    public static ExperimentSummary Unreadable(ExperimentId id, string problem) =>
        new(new ExperimentProgress(id, 0, 0, 0, 0, 0), "", ExperimentPriority.Normal, default, problem);
}

/// <summary>Ask the coordinator for its workers; answered by a <see cref="WorkerList"/>.</summary>
public sealed record ListWorkers : IProtocolMessage;

/// <summary>The workers of a coordinator, by id.</summary>
/// <param name="Workers">One entry each.</param>
public sealed record WorkerList(ImmutableArray<WorkerSummary> Workers) : IProtocolMessage;

/// <summary>One worker in a list.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Slots">How many trainings it runs at a time.</param>
/// <param name="Held">The runs it holds: training, waiting for a slot, or unacknowledged.</param>
/// <param name="ProgramVersion">The version of its program.</param>
/// <param name="RegisteredAt">When it registered.</param>
/// <param name="LastHeardAt">When it was last heard.</param>
public sealed record WorkerSummary(
    WorkerId WorkerId, int Slots, int Held, string ProgramVersion, DateTimeOffset RegisteredAt, DateTimeOffset LastHeardAt);
