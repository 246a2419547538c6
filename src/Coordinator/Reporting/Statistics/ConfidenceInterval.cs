namespace NNOptim.Reporting.Statistics;

/// <summary>A two-sided interval.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>The confidence level of every interval in a report.</summary>
    public const double Level = 0.95;

    /// <summary>Refuses a confidence level outside (0, 1).</summary>
    internal static void RequireLevel(double level)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies above 0 and below 1.");
        }
    }
}
