using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// Performance profiles of solvers over problems (Dolan and More, Benchmarking optimization software with performance profiles,
/// Mathematical Programming 91, 2002): the fraction of problems that a solver finishes within a factor tau of the fastest.
/// </summary>
public static class PerformanceProfile
{
    /// <summary>
    /// Each solver's time divided by the fastest time, for each problem; null when it did not finish. A problem that no solver finished
    /// counts against all solvers.
    /// </summary>
    /// <param name="times">The time of each solver (first index) on each problem, above 0; null when it did not finish.</param>
    /// <exception cref="ArgumentException">The solvers have different numbers of problems, or a time is not above 0.</exception>
    public static ImmutableArray<ImmutableArray<double?>> Ratios(ImmutableArray<ImmutableArray<double?>> times)
    {
        if (times.Any(row => row.Length != times[0].Length || row.Any(time => time <= 0)))
        {
            throw new ArgumentException("Every solver needs a time above 0, or none, for every problem.", nameof(times));
        }

        return
        [
            .. times.Select(row => row.Select((time, problem) => time / times.Min(other => other[problem])).ToImmutableArray()),
        ];
    }

    /// <summary>
    /// The height of the profile at tau: the fraction of problems with a ratio of at most tau; 0 when there are no problems.
    /// </summary>
    public static double Height(ImmutableArray<double?> ratios, double tau) =>
        ratios.IsEmpty ? 0 : (double)ratios.Count(ratio => ratio <= tau) / ratios.Length;

    /// <summary>
    /// The area under the profile from tau = 1 to the largest tau, divided by the width. It is 1 for a solver that is always fastest (Dahl
    /// et al., Benchmarking neural network training algorithms, 2023, arXiv:2306.07179, section 4.3, with a largest tau of 4).
    /// </summary>
    /// <param name="ratios">The solver's ratios.</param>
    /// <param name="greatest">The largest tau, above 1.</param>
    public static double Score(ImmutableArray<double?> ratios, double greatest = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(greatest, 1);

        // The profile is a step function: a problem with ratio r adds a step of 1/n at r.
        var area = ratios.Sum(ratio => ratio is { } r && r < greatest ? greatest - r : 0);
        return ratios.IsEmpty ? 0 : area / (ratios.Length * (greatest - 1));
    }
}
