using System.Collections.Immutable;
using System.Data.Common;
using NNOptim.Experiments;

namespace NNOptim.History.Tables;

/// <summary>What experiments a list is narrowed to by how they went.</summary>
public enum HistoryState
{
    /// <summary>Some runs have not ended.</summary>
    Unfinished,

    /// <summary>No runs are given out until it is resumed.</summary>
    Paused,

    /// <summary>It was cancelled, with some runs given up.</summary>
    Cancelled,

    /// <summary>Every run has ended, none by cancellation.</summary>
    Ended,

    /// <summary>Some runs failed.</summary>
    Failed,

    /// <summary>Some runs diverged.</summary>
    Diverged,
}

/// <summary>Which experiments a list shows; what is null lets all through.</summary>
public sealed record HistoryFilter
{
    /// <summary>The one experiment.</summary>
    public ExperimentId? Id { get; init; }

    /// <summary>A part of the name, in either case.</summary>
    public string? Name { get; init; }

    /// <summary>A tag that it has.</summary>
    public string? Tag { get; init; }

    /// <summary>How it went.</summary>
    public HistoryState? State { get; init; }

    /// <summary>Submitted then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Submitted earlier.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether archived ones are let through too.</summary>
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
    /// <summary>Runs that have ended, however.</summary>
    public int EndedRuns => Completed + Diverged + Failed + Cancelled;

    internal static ExperimentRow Of(DbDataReader row, ImmutableArray<string> tags) => new(
        ExperimentId.Parse(row.GetString(0)),
        row.GetString(1),
        row.GetString(2),
        Sql.Time(row, 3)!.Value,
        Sql.Time(row, 4),
        row.GetInt32(5),
        row.GetInt32(6),
        row.GetInt32(7),
        row.GetInt32(8),
        row.GetString(9),
        row.GetBoolean(10),
        row.GetString(11),
        row.GetString(12),
        row.GetString(13),
        Sql.Text(row, 14),
        row.GetInt32(15),
        new ExperimentEnvironment(row.GetString(16), row.GetString(17), row.GetString(18), row.GetInt32(20), row.GetInt32(21), row.GetString(22))
        {
            ProcessorName = row.GetString(19),
        },
        row.GetInt32(23),
        row.GetInt32(24),
        tags);
}

/// <summary>A row of the table <c>cells</c> with figures over the completed of its runs.</summary>
public sealed record CellRow(
    int Cell,
    string Optimizer,
    double LearningRate,
    int BatchSize,
    int Epochs,
    string Layers,
    string HiddenActivation,
    string Initializer,
    long Runs,
    long Completed,
    long Diverged,
    long Failed,
    long Cancelled,
    double? MeanFinalCost,
    double? LeastFinalCost,
    double? LargestFinalCost,
    double? TrainAccuracy,
    double? TestAccuracy)
{
    /// <summary>What else it is set to that others of the experiment are not, in words; empty where there is nothing.</summary>
    public string Settings { get; init; } = "";

    internal static CellRow Of(DbDataReader row, CellSettings settings) => new(
        row.GetInt32(0),
        row.GetString(1),
        row.GetDouble(2),
        row.GetInt32(3),
        row.GetInt32(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        Sql.Whole(row, 9)!.Value,
        Sql.Whole(row, 10)!.Value,
        Sql.Whole(row, 11)!.Value,
        Sql.Whole(row, 12)!.Value,
        Sql.Whole(row, 13)!.Value,
        Sql.Real(row, 14),
        Sql.Real(row, 15),
        Sql.Real(row, 16),
        Sql.Real(row, 17),
        Sql.Real(row, 18))
    {
        Settings = settings.Of(column => row[column]),
    };
}

/// <summary>A row of the table <c>runs</c> with the setting of its cell.</summary>
public sealed record RunRow(
    int Run,
    int Cell,
    long Seed,
    string State,
    int Attempts,
    string? Worker,
    DateTimeOffset? EndedAt,
    double? FinalCost,
    double? BestCost,
    long? BestEpoch,
    long? EpochsTrained,
    long? EpochsToTarget,
    long? DivergedAtEpoch,
    double? Overshoot,
    long? RiseCount,
    double? TrainAccuracy,
    double? TestAccuracy,
    double? TrainingSeconds,
    string? FailureReason,
    string Optimizer,
    double LearningRate,
    int BatchSize,
    double? RiseArea,
    long? CheckpointEpoch)
{
    /// <summary>What else its cell is set to that others of the experiment are not, in words; empty where there is nothing.</summary>
    public string Settings { get; init; } = "";

    internal static RunRow Of(DbDataReader row, CellSettings settings) => new(
        row.GetInt32(0),
        row.GetInt32(1),
        row.GetInt64(2),
        row.GetString(3),
        row.GetInt32(4),
        Sql.Text(row, 5),
        Sql.Time(row, 6),
        Sql.Real(row, 7),
        Sql.Real(row, 8),
        Sql.Whole(row, 9),
        Sql.Whole(row, 10),
        Sql.Whole(row, 11),
        Sql.Whole(row, 12),
        Sql.Real(row, 13),
        Sql.Whole(row, 14),
        Sql.Real(row, 15),
        Sql.Real(row, 16),
        Sql.Real(row, 17),
        Sql.Text(row, 18),
        row.GetString(19),
        row.GetDouble(20),
        row.GetInt32(21),
        Sql.Real(row, 22),
        Sql.Whole(row, 23))
    {
        Settings = settings.Of(column => row[column]),
    };
}

/// <summary>A row of the table <c>attempts</c>.</summary>
public sealed record AttemptRow(int Attempt, string Worker, DateTimeOffset AssignedAt, DateTimeOffset? EndedAt, string Outcome, string? Reason)
{
    internal static AttemptRow Of(DbDataReader row) => new(
        row.GetInt32(0), row.GetString(1), Sql.Time(row, 2)!.Value, Sql.Time(row, 3), row.GetString(4), Sql.Text(row, 5));
}

/// <summary>A row of the table <c>workers</c>.</summary>
public sealed record WorkerRow(
    string Worker, DateTimeOffset FirstAssignedAt, DateTimeOffset LastAssignedAt, int Attempts, int Completed, int Diverged, int Failed, int Requeued, int Cancelled)
{
    internal static WorkerRow Of(DbDataReader row) => new(
        row.GetString(0), Sql.Time(row, 1)!.Value, Sql.Time(row, 2)!.Value, row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8));
}

/// <summary>A row of the table <c>cost_points</c>.</summary>
public readonly record struct CostPoint(int Epoch, double Cost);
