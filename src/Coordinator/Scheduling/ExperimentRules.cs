namespace NNOptim.Scheduling;

/// <summary>What an experiment is run by.</summary>
public sealed record ExperimentRules
{
    /// <summary>A run whose worker has not renewed its lease for so long is given to another worker.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is to be looked for leases that have lapsed.</summary>
    public TimeSpan CheckInterval => LeaseDuration / 5;

    /// <summary>How often a run is tried.</summary>
    public RetryLimits RetryLimits { get; init; } = new();

    /// <summary>
    /// Whether an experiment that was read from the journal goes on by itself; otherwise it waits until it is resumed or
    /// retried.
    /// </summary>
    public bool GoesOnByItself { get; init; }
}
