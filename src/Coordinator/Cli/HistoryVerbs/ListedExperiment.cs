using System.Collections.Immutable;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.History.Tables;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary>What a list of experiments shows of one, from the tables of this machine or from a coordinator.</summary>
internal sealed record ListedExperiment(string Id, string Name, string State, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, int Runs)
{
    /// <summary>Runs trained to the end.</summary>
    public required int Completed { get; init; }

    /// <summary>Runs that diverged.</summary>
    public required int Diverged { get; init; }

    /// <summary>Runs that failed for good.</summary>
    public required int Failed { get; init; }

    /// <summary>Runs that were given up.</summary>
    public required int Cancelled { get; init; }

    /// <summary>The order it is served in.</summary>
    public required int Priority { get; init; }

    /// <summary>What somebody wrote on it.</summary>
    public required string Note { get; init; }

    /// <summary>Its tags.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>Whether lists leave it out.</summary>
    public required bool Archived { get; init; }

    /// <summary>Runs that have ended, however.</summary>
    public int EndedRuns => Completed + Diverged + Failed + Cancelled;

    /// <summary>What a row of the tables shows.</summary>
    public static ListedExperiment Create(ExperimentRow row) => new(row.Id.Value, row.Name, row.State, row.SubmittedAt, row.EndedAt, row.Runs)
    {
        Completed = row.Completed,
        Diverged = row.Diverged,
        Failed = row.Failed,
        Cancelled = row.Cancelled,
        Priority = row.Priority,
        Note = row.Note,
        Tags = row.Tags,
        Archived = row.Archived,
    };

    /// <summary>What an entry of a coordinator's list shows.</summary>
    public static ListedExperiment Create(ExperimentItem item) => new(item.Id, item.Name, item.State, item.SubmittedAt, item.EndedAt, item.Runs)
    {
        Completed = item.Completed,
        Diverged = item.Diverged,
        Failed = item.Failed,
        Cancelled = item.Cancelled,
        Priority = item.Priority,
        Note = item.Note,
        Tags = item.Tags,
        Archived = item.Archived,
    };
}
