using System.Collections.Immutable;

namespace NNOptim.Reporting.Html;

/// <summary>
/// Limits the learning curves in an HTML page, so that the page stays small for any grid. This thins only the drawing. Every statistic
/// covers all runs and all epochs.
/// </summary>
/// <param name="Configurations">The number of best-ranked configurations whose curves are in the page.</param>
/// <param name="Seeds">The number of best-ranked configurations whose curves of single seeds are in the page.</param>
/// <param name="Points">
/// Limits the points of a curve. It is drawn through every k-th record and the last. k is the smallest number that gives at most one point
/// more than this.
/// </param>
public sealed record CurveThinning(int Configurations, int Seeds, int Points)
{
    /// <summary>The approximate largest number of points of all mean curves in a page; also that of all curves of single seeds.</summary>
    public const int PointBudget = 60_000;

    private const int FewestPoints = 60;

    private const int MostPoints = 500;

    /// <summary>Chooses the thinning for a grid.</summary>
    /// <param name="configurations">The number of configurations, 1 or more.</param>
    /// <param name="seeds">The number of runs per configuration.</param>
    /// <param name="records">The number of recorded costs per run.</param>
    public static CurveThinning For(int configurations, int seeds, int records)
    {
        var points = Math.Min(Math.Max(1, records), Math.Clamp(PointBudget / Math.Max(1, configurations), FewestPoints, MostPoints));
        return new CurveThinning(
            Math.Min(configurations, PointBudget / points),
            Math.Min(configurations, PointBudget / points / Math.Max(1, seeds)),
            points);
    }

    /// <summary>The indices of the records that are drawn, for a curve of this length.</summary>
    public ImmutableArray<int> Indices(int length)
    {
        var step = Step(length);
        var indices = ImmutableArray.CreateBuilder<int>((length / step) + 2);
        for (var i = 0; i < length; i += step)
        {
            indices.Add(i);
        }

        if (length > 0 && (length - 1) % step != 0)
        {
            indices.Add(length - 1);
        }

        return indices.DrainToImmutable();
    }

    /// <summary>The distance between drawn records, for a curve of this length.</summary>
    public int Step(int length) => Math.Max(1, (length + Points - 1) / Points);
}
