namespace NNOptim.History.Tables;

/// <summary>By what a page of runs is sorted.</summary>
public enum RunOrder
{
    /// <summary>The run's number.</summary>
    Run,

    /// <summary>The state.</summary>
    State,

    /// <summary>The optimiser.</summary>
    Optimizer,

    /// <summary>The learning rate.</summary>
    LearningRate,

    /// <summary>The batch size.</summary>
    BatchSize,

    /// <summary>The seed.</summary>
    Seed,

    /// <summary>How often it was given to a worker.</summary>
    Attempts,

    /// <summary>The last worker.</summary>
    Worker,

    /// <summary>The final cost; runs without one come last.</summary>
    FinalCost,

    /// <summary>The least cost; runs without one come last.</summary>
    BestCost,

    /// <summary>The time of its end; runs without one come last.</summary>
    EndedAt,

    /// <summary>The time spent training; runs without one come last.</summary>
    TrainingSeconds,
}

/// <summary>Which runs of an experiment a page shows; what is null lets all through.</summary>
public sealed record RunFilter
{
    /// <summary>The state, as the tables have it.</summary>
    public string? State { get; init; }

    /// <summary>The cell.</summary>
    public int? Cell { get; init; }

    /// <summary>The optimiser.</summary>
    public string? Optimizer { get; init; }

    /// <summary>A part of the worker's name, in either case.</summary>
    public string? Worker { get; init; }

    /// <summary>The order.</summary>
    public RunOrder Order { get; init; }

    /// <summary>Whether the order is turned round.</summary>
    public bool IsDescending { get; init; }
}
