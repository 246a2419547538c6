using System.Collections.Immutable;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.History.Tables;

namespace NNOptim.Cli.HistoryCommands;

/// <summary>An entry in the list of experiments, from local tables or a coordinator.</summary>
internal sealed record ListedExperiment(string Id, string Name, string State, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, int Runs)
{
    /// <summary>Runs that completed.</summary>
    public required int Completed { get; init; }

    /// <summary>Runs that diverged.</summary>
    public required int Diverged { get; init; }

    /// <summary>Runs that failed after all attempts.</summary>
    public required int Failed { get; init; }

    /// <summary>Runs that were cancelled.</summary>
    public required int Cancelled { get; init; }

    /// <summary>The number of confirmations.</summary>
    public required int Confirmations { get; init; }

    /// <summary>Its priority.</summary>
    public required int Priority { get; init; }

    /// <summary>Its note.</summary>
    public required string Note { get; init; }

    /// <summary>Its tags.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>Whether it is archived.</summary>
    public required bool Archived { get; init; }

    /// <summary>Runs that have ended, with any outcome.</summary>
    public int EndedRuns => Completed + Diverged + Failed + Cancelled;

    /// <summary>The entry for a table row.</summary>
    public static ListedExperiment Create(ExperimentRow row) => new(row.Id.Value, row.Name, row.State, row.SubmittedAt, row.EndedAt, row.Runs)
    {
        Completed = row.Completed,
        Diverged = row.Diverged,
        Failed = row.Failed,
        Cancelled = row.Cancelled,
        Confirmations = row.Confirmations,
        Priority = row.Priority,
        Note = row.Note,
        Tags = row.Tags,
        Archived = row.Archived,
    };

    /// <summary>The entry for an item of a coordinator's list.</summary>
    public static ListedExperiment Create(ExperimentItem item) => new(item.Id, item.Name, item.State, item.SubmittedAt, item.EndedAt, item.Runs)
    {
        Completed = item.Completed,
        Diverged = item.Diverged,
        Failed = item.Failed,
        Cancelled = item.Cancelled,
        Confirmations = item.Confirmation?.Number ?? 0,
        Priority = item.Priority,
        Note = item.Note,
        Tags = item.Tags,
        Archived = item.Archived,
    };
}
