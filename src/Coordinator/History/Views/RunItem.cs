using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.History.Views;

/// <summary>A run of an experiment. The HTTP API and <c>--json</c> write it in the same form.</summary>
public sealed record RunItem
{
    /// <summary>Its number, from 1.</summary>
    public required int Run { get; init; }

    /// <summary>Its configuration, identified by the number of the configuration's first run.</summary>
    public required int Configuration { get; init; }

    /// <summary>The value of each parameter that applies, by name, with its split and without the replicate.</summary>
    public required ParameterValues Values { get; init; }

    /// <summary>The replicate: the seed or the fold.</summary>
    public required long Seed { get; init; }

    /// <summary>The confirmation that it belongs to, from 1; 0 for a run of the search.</summary>
    public required int Confirmation { get; init; }

    /// <summary><c>pending</c>, <c>running</c>, <c>completed</c>, <c>diverged</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>The number of attempts.</summary>
    public required int Attempts { get; init; }

    /// <summary>The last worker.</summary>
    public string? Worker { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The number of trained steps.</summary>
    public long? EpochsTrained { get; init; }

    /// <summary>The step at which it diverged.</summary>
    public long? DivergedAtEpoch { get; init; }

    /// <summary>The number of trained steps at its last checkpoint.</summary>
    public long? CheckpointEpoch { get; init; }

    /// <summary>The training time in seconds.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>The error in one line.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Each metric by its name; null if the run has no value.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>Its latest recorded cost.</summary>
    public double? CostNow { get; init; }

    /// <summary>The step of the latest recorded cost.</summary>
    public int? EpochNow { get; init; }

    /// <summary>At most 24 evenly spaced costs, and the latest.</summary>
    public ImmutableArray<double> Sparkline { get; init; } = [];
}
