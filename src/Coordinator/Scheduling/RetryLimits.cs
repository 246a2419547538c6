using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>How often a run is tried before it counts as failed, and how long it rests between.</summary>
/// <param name="Failures">Attempts that end by an error, 1 or more.</param>
/// <param name="WorkersLost">
/// Attempts during which the worker dies, 1 or more. Higher, since a machine that goes away is seldom the run's fault.
/// </param>
public sealed record RetryLimits(int Failures = 3, int WorkersLost = 10)
{
    /// <summary>The rest before the second attempt; doubled before each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest rest.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a run that waits for another attempt is to rest; one that lost its worker once goes on at once.</summary>
    public TimeSpan PauseBefore(RunStatus run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var setbacks = run.Failures + Math.Max(0, run.WorkersLost - 1);
        var pause = setbacks == 0 ? TimeSpan.Zero : FirstPause * Math.Pow(2, Math.Min(setbacks - 1, 30));
        return pause < LongestPause ? pause : LongestPause;
    }
}
