using System.Collections.Immutable;

namespace NNOptim.Reporting.Html;

/// <summary>
/// How much of the learning curves an HTML page carries, so that it stays small for any grid. Only what is drawn is thinned:
/// every statistic is over all runs and all epochs.
/// </summary>
/// <param name="Configurations">The curves of this many configurations, the best-ranked, are in the page.</param>
/// <param name="Seeds">So are the curves of single seeds of this many configurations, the best-ranked.</param>
/// <param name="Points">A curve is drawn through every k-th record and the last. k is the least for which that gives at most one more than this many.</param>
public sealed record CurveThinning(int Configurations, int Seeds, int Points)
{
    /// <summary>No page has more points of mean curves than about this many, and no more of single seeds.</summary>
    public const int PointBudget = 60_000;

    private const int FewestPoints = 60;

    private const int MostPoints = 500;

    /// <summary>The thinning for a grid.</summary>
    /// <param name="configurations">The number of configurations, 1 or more.</param>
    /// <param name="seeds">The runs of each.</param>
    /// <param name="records">The recorded costs of a run.</param>
    public static CurveThinning For(int configurations, int seeds, int records)
    {
        var points = Math.Min(Math.Max(1, records), Math.Clamp(PointBudget / Math.Max(1, configurations), FewestPoints, MostPoints));
        return new CurveThinning(
            Math.Min(configurations, PointBudget / points),
            Math.Min(configurations, PointBudget / points / Math.Max(1, seeds)),
            points);
    }

    /// <summary>The records that are drawn of a curve.</summary>
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

    /// <summary>Every how many records a curve of a length is drawn.</summary>
    public int Step(int length) => Math.Max(1, (length + Points - 1) / Points);
}
