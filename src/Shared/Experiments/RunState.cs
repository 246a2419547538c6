namespace NNOptim.Experiments;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Waits for a worker.</summary>
    Pending,

    /// <summary>Is with a worker.</summary>
    Running,

    /// <summary>Trained all its epochs.</summary>
    Completed,

    /// <summary>Ended because its cost or a parameter became infinite or not a number. A result, not a failure.</summary>
    Diverged,

    /// <summary>Could not be trained in the attempts allowed.</summary>
    Failed,

    /// <summary>Was given up, before it ended, with its cancelled experiment.</summary>
    Cancelled,
}
