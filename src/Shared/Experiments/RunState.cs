namespace NNOptim.Experiments;

/// <summary>The state of a run.</summary>
public enum RunState
{
    /// <summary>Waits for a worker.</summary>
    Pending,

    /// <summary>A worker holds it.</summary>
    Running,

    /// <summary>Trained all its epochs.</summary>
    Completed,

    /// <summary>Ended because its cost or a parameter became infinite or NaN. A result, not a failure.</summary>
    Diverged,

    /// <summary>Could not be trained within the allowed attempts.</summary>
    Failed,

    /// <summary>Its experiment was cancelled before it ended.</summary>
    Cancelled,
}
