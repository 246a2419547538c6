using System.Collections.Immutable;

namespace NNOptim.History.Tables;

/// <summary>The filter and the order of a page of runs. Null values do not restrict it.</summary>
public sealed record RunFilter
{
    /// <summary>The state, as in the tables.</summary>
    public string? State { get; init; }

    /// <summary>The configuration.</summary>
    public int? Configuration { get; init; }

    /// <summary>The confirmation; 0 for the runs of the search.</summary>
    public int? Confirmation { get; init; }

    /// <summary>A value of the compared parameter.</summary>
    public string? Compared { get; init; }

    /// <summary>A part of the worker's id, case-insensitive.</summary>
    public string? Worker { get; init; }

    /// <summary>Names of parameters and metrics, each with the required value.</summary>
    public ImmutableArray<(string Name, string Text)> Values { get; init; } = [];

    /// <summary>The column, parameter or metric to sort by. Runs without a value come last.</summary>
    public string Sort { get; init; } = "run";

    /// <summary>Whether to sort in descending order.</summary>
    public bool IsDescending { get; init; }
}

/// <summary>A filter names something that the experiment does not have. The message is a sentence for the caller.</summary>
public sealed class RunFilterException : Exception
{
    /// <summary>Creates the exception with a message.</summary>
    public RunFilterException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public RunFilterException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public RunFilterException()
    {
    }
}
