namespace NNOptim.Reporting.Statistics;

/// <summary>A two-sided interval.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>The confidence level of every interval in a report.</summary>
    public const double Level = 0.95;
}
