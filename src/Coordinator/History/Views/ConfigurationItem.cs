using NNOptim.Experiments;

namespace NNOptim.History.Views;

/// <summary>
/// A configuration of an experiment: a set of values over all seeds, with the results of its runs. The HTTP API and <c>--json</c> write it
/// in the same form.
/// </summary>
public sealed record ConfigurationItem
{
    /// <summary>The number of its first run.</summary>
    public required int Configuration { get; init; }

    /// <summary>Its value for each parameter that applies, by name.</summary>
    public required ParameterValues Values { get; init; }

    /// <summary>The number of its runs, one per seed.</summary>
    public required long Runs { get; init; }

    /// <summary>Runs waiting for a worker.</summary>
    public required long Pending { get; init; }

    /// <summary>Runs that workers hold.</summary>
    public required long Running { get; init; }

    /// <summary>Runs trained to the end.</summary>
    public required long Completed { get; init; }

    /// <summary>Runs that diverged.</summary>
    public required long Diverged { get; init; }

    /// <summary>Runs that failed for good.</summary>
    public required long Failed { get; init; }

    /// <summary>Runs that were cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>The mean objective of the completed runs.</summary>
    public double? MeanObjective { get; init; }

    /// <summary>The smallest objective of the completed runs.</summary>
    public double? LeastObjective { get; init; }

    /// <summary>The largest objective of the completed runs.</summary>
    public double? LargestObjective { get; init; }

    /// <summary>The mean of the latest costs of the running runs.</summary>
    public double? MeanCostNow { get; init; }

    /// <summary>The mean of each metric over the completed runs, by name; null if no run has it.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }
}
