using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>Holm's step-down correction for many comparisons (Holm, A simple sequentially rejective multiple test procedure, 1979).</summary>
public static class Holm
{
    /// <summary>
    /// The adjusted p values in the given order. The i-th smallest of m (from 0) becomes the maximum of (m - j) p_j over j up to i, at most
    /// 1.
    /// </summary>
    public static ImmutableArray<double> Adjust(ImmutableArray<double> pValues)
    {
        var order = new int[pValues.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(pValues.ToArray(), order);
        var adjusted = new double[pValues.Length];
        var running = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = running;
        }

        return [.. adjusted];
    }
}
