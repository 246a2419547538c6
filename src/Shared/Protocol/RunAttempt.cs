namespace NNOptim.Protocol;

/// <summary>One assignment of a run to a worker.</summary>
/// <param name="Run">The run's number in its grid, from 1.</param>
/// <param name="Attempt">How often the run has been assigned, this time included, from 1.</param>
public readonly record struct RunAttempt(int Run, int Attempt);
