using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>The states by which a list of experiments can be filtered.</summary>
public enum HistoryState
{
    /// <summary>Some runs have not ended.</summary>
    Unfinished,

    /// <summary>No runs are assigned until it is resumed.</summary>
    Paused,

    /// <summary>It was cancelled before all runs had ended.</summary>
    Cancelled,

    /// <summary>Every run has ended, and none was cancelled.</summary>
    Ended,

    /// <summary>Some runs failed.</summary>
    Failed,

    /// <summary>Some runs diverged.</summary>
    Diverged,
}

/// <summary>A filter of a list of experiments. Null values do not restrict it.</summary>
public sealed record HistoryFilter
{
    /// <summary>The id.</summary>
    public ExperimentId? Id { get; init; }

    /// <summary>A part of the name, case-insensitive.</summary>
    public string? Name { get; init; }

    /// <summary>A tag.</summary>
    public string? Tag { get; init; }

    /// <summary>The state.</summary>
    public HistoryState? State { get; init; }

    /// <summary>The earliest time of submission.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>A time before which it was submitted.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether to include archived experiments.</summary>
    public bool Archived { get; init; }
}

/// <summary>A row of the table <c>experiments</c> with its tags.</summary>
public sealed record ExperimentRow(
    ExperimentId Id,
    string Name,
    string State,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    int Runs,
    int Completed,
    int Diverged,
    int Failed,
    string Note,
    bool Archived,
    string Description,
    string Specification,
    string Dataset,
    string? DatasetSha256,
    int RecordEvery,
    ExperimentEnvironment Environment,
    int Priority,
    int Cancelled,
    ImmutableArray<string> Tags)
{
    /// <summary>The number of confirmations.</summary>
    public int Confirmations { get; init; }

    /// <summary>The number of finalists of the last confirmation.</summary>
    public int Finalists { get; init; }

    /// <summary>The number of fresh seeds of the last confirmation.</summary>
    public int FreshSeeds { get; init; }

    /// <summary>The last confirmation; null when there is none.</summary>
    public ConfirmationRound? Confirmation => Confirmations == 0 ? null : new ConfirmationRound(Confirmations, Finalists, FreshSeeds);

    /// <summary>Runs that have ended in any way.</summary>
    public int EndedRuns => Completed + Diverged + Failed + Cancelled;
}

/// <summary>A row of the table <c>workers</c>.</summary>
public sealed record WorkerRow(
    string Worker, DateTimeOffset FirstAssignedAt, DateTimeOffset LastAssignedAt, int Attempts, int Completed, int Diverged, int Failed, int Requeued, int Cancelled);

/// <summary>A row of the table <c>cost_points</c>.</summary>
public readonly record struct CostPoint(int Epoch, double Cost);
