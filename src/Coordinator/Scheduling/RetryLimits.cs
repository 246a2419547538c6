using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>How often a run is tried before it counts as failed, and how long it rests between attempts.</summary>
/// <param name="Failures">Attempts that end by an error, 1 or more.</param>
/// <param name="WorkersLost">
/// Attempts during which the worker dies, 1 or more. Higher than the other limit, since a run seldom causes the loss of a machine.
/// </param>
public sealed record RetryLimits(int Failures = 3, int WorkersLost = 10)
{
    /// <summary>The rest before the second attempt. It doubles with each further attempt.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest rest.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a requeued run rests. A run that lost its worker once does not rest.</summary>
    public TimeSpan PauseBefore(RunStatus run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var setbacks = run.Failures + Math.Max(0, run.WorkersLost - 1);
        var pause = setbacks == 0 ? TimeSpan.Zero : FirstPause * Math.Pow(2, Math.Min(setbacks - 1, 30));
        return pause < LongestPause ? pause : LongestPause;
    }
}
