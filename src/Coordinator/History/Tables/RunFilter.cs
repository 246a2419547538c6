using System.Collections.Immutable;

namespace NNOptim.History.Tables;

/// <summary>Which runs of an experiment a page shows, and in which order; what is null does not restrict them.</summary>
public sealed record RunFilter
{
    /// <summary>The state, as the tables have it.</summary>
    public string? State { get; init; }

    /// <summary>The configuration.</summary>
    public int? Configuration { get; init; }

    /// <summary>The value of the parameter whose values are compared.</summary>
    public string? Compared { get; init; }

    /// <summary>A part of the worker's name, in upper or lower case.</summary>
    public string? Worker { get; init; }

    /// <summary>Names of parameters and metrics, each with the text of the one value that is let through.</summary>
    public ImmutableArray<(string Name, string Text)> Values { get; init; } = [];

    /// <summary>The column, the parameter or the metric that the runs are sorted by; runs without a value come last.</summary>
    public string Sort { get; init; } = "run";

    /// <summary>Whether the order is reversed.</summary>
    public bool IsDescending { get; init; }
}

/// <summary>A filter names something that the experiment does not have. The message is a sentence for whoever gave the filter.</summary>
public sealed class RunFilterException : Exception
{
    /// <summary>Says what is not allowed, and what is.</summary>
    public RunFilterException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is not allowed, and what is.</summary>
    public RunFilterException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Says nothing more.</summary>
    public RunFilterException()
    {
    }
}
