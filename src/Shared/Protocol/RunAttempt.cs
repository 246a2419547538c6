namespace NNOptim.Protocol;

/// <summary>One assignment of a run to a worker.</summary>
/// <param name="Run">The run's number in its experiment, from 1.</param>
/// <param name="Attempt">The number of this assignment of the run, from 1.</param>
public readonly record struct RunAttempt(int Run, int Attempt);
