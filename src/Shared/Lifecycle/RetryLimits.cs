namespace NNOptim.Shared.Lifecycle;

/// <summary>How often a run is tried before it counts as failed.</summary>
/// <param name="Failures">Attempts that end by an error, 1 or more.</param>
/// <param name="WorkersLost">
/// Attempts during which the worker dies, 1 or more. Higher, since a machine that goes away is seldom the run's fault.
/// </param>
public sealed record RetryLimits(int Failures = 3, int WorkersLost = 10);
