namespace NNOptim.Experiments;

/// <summary>The state of a run.</summary>
public enum RunState
{
    /// <summary>The run waits for a worker.</summary>
    Pending,

    /// <summary>A worker has the run.</summary>
    Running,

    /// <summary>The run trained all its epochs.</summary>
    Completed,

    /// <summary>The run ended because its cost or a weight became infinite or NaN. This is a result, not a failure.</summary>
    Diverged,

    /// <summary>The run could not be trained within the allowed attempts.</summary>
    Failed,

    /// <summary>The experiment was cancelled before the run ended.</summary>
    Cancelled,
}
