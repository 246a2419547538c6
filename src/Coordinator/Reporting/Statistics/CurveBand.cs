using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>The middle of several curves at each position: the median and the quartiles.</summary>
/// <param name="Count">The number of curves.</param>
/// <param name="Median">The median at each position.</param>
/// <param name="Low">The lower quartiles; empty for one curve.</param>
/// <param name="High">The upper quartiles; empty for one curve.</param>
public sealed record CurveBand(int Count, ImmutableArray<double> Median, ImmutableArray<double> Low, ImmutableArray<double> High)
{
    /// <summary>Summarises curves up to the length of the shortest; null when there are none.</summary>
    public static CurveBand? Compute(ImmutableArray<ImmutableArray<double>> curves)
    {
        if (curves.IsDefaultOrEmpty)
        {
            return null;
        }

        var length = curves.Min(curve => curve.Length);
        var (median, low, high) = (new double[length], new double[length], new double[length]);
        var values = new double[curves.Length];
        for (var i = 0; i < length; i++)
        {
            for (var curve = 0; curve < values.Length; curve++)
            {
                values[curve] = curves[curve][i];
            }

            Array.Sort(values);
            (median[i], low[i], high[i]) =
                (SampleSummary.Quantile(values, 0.5), SampleSummary.Quantile(values, 0.25), SampleSummary.Quantile(values, 0.75));
        }

        return curves.Length == 1 ? new CurveBand(1, [.. median], [], []) : new CurveBand(curves.Length, [.. median], [.. low], [.. high]);
    }
}
