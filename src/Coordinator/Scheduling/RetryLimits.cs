using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>The number of attempts at a run before it counts as failed, and the pauses between attempts.</summary>
/// <param name="Failures">Attempts that end with an error, 1 or more.</param>
/// <param name="WorkersLost">
/// Attempts that end with the loss of the worker, 1 or more. Higher than the other limit, since a run seldom causes the loss of a machine.
/// </param>
public sealed record RetryLimits(int Failures = 3, int WorkersLost = 10)
{
    /// <summary>The pause before the second attempt. It doubles with each further attempt.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause of a requeued run. A run that lost its worker once has no pause.</summary>
    public TimeSpan PauseBefore(RunStatus run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var setbacks = run.Failures + Math.Max(0, run.WorkersLost - 1);
        var pause = setbacks == 0 ? TimeSpan.Zero : FirstPause * Math.Pow(2, Math.Min(setbacks - 1, 30));
        return pause < LongestPause ? pause : LongestPause;
    }
}
