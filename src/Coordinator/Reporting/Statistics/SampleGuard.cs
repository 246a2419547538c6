using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>Checks of samples.</summary>
internal static class SampleGuard
{
    /// <summary>Refuses NaN. It has no place in an order, so comparisons with it are silently false.</summary>
    public static void RequireNumbers(ImmutableArray<double> values, string name)
    {
        if (values.Any(double.IsNaN))
        {
            throw new ArgumentException("A sample must not have NaN.", name);
        }
    }

    /// <summary>Refuses paired samples of different lengths.</summary>
    public static void RequireOneLength<T>(ImmutableArray<T> first, ImmutableArray<T> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Paired samples must be of one length.", nameof(second));
        }
    }
}
