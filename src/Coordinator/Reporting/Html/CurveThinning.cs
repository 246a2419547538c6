using System.Collections.Immutable;

namespace NNOptim.Reporting.Html;

/// <summary>
/// How much of the learning curves an HTML page carries, so that it stays small for any grid. Only what is drawn is thinned:
/// every statistic is over all runs and all epochs.
/// </summary>
/// <param name="Settings">The curves of this many settings, the best-ranked, are in the page.</param>
/// <param name="Seeds">So are the single seeds' curves of this many settings, the best-ranked.</param>
/// <param name="Points">A curve is drawn through every k-th record and the last, k being the least that gives no more than this many and one.</param>
public sealed record CurveThinning(int Settings, int Seeds, int Points)
{
    /// <summary>No page has more points of mean curves than about this many, nor of single seeds.</summary>
    public const int PointBudget = 60_000;

    private const int FewestPoints = 60;

    private const int MostPoints = 500;

    /// <summary>The thinning for a grid.</summary>
    /// <param name="settings">The number of settings, 1 or more.</param>
    /// <param name="seeds">The runs of each.</param>
    /// <param name="records">The recorded costs of a run.</param>
    public static CurveThinning For(int settings, int seeds, int records)
    {
        var points = Math.Min(Math.Max(1, records), Math.Clamp(PointBudget / Math.Max(1, settings), FewestPoints, MostPoints));
        return new CurveThinning(
            Math.Min(settings, PointBudget / points),
            Math.Min(settings, PointBudget / points / Math.Max(1, seeds)),
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
