using System.Collections.Immutable;
using NNOptim.History.Tables;

namespace NNOptim.History.Views;

/// <summary>
/// Thins out learning curves for a screen: every k-th record and the latest. The number k is the smallest that keeps to the requested number
/// of points.
/// </summary>
public static class Thinning
{
    /// <summary>The number of steps between two points.</summary>
    /// <param name="epochs">The largest number of steps of a run.</param>
    /// <param name="recordEvery">The number of steps between two records, 1 or more.</param>
    /// <param name="points">The largest number of points, 2 or more, the latest included.</param>
    public static int Every(int epochs, int recordEvery, int points)
    {
        var records = Math.Max(1, (epochs + recordEvery - 1) / recordEvery);
        var evenly = points - 1;
        return (records + evenly - 1) / evenly * recordEvery;
    }

    /// <summary>
    /// The costs of each configuration over its completed runs. Until a run completes, they are over the running runs, up to the step that all
    /// of them have reached. With neither, they are over all runs. So no curve jumps when another seed begins.
    /// </summary>
    public static ImmutableArray<CurveItem> Bands(IReadOnlyList<RunCost> costs) =>
    [
        .. costs.GroupBy(cost => cost.Configuration).OrderBy(configuration => configuration.Key).Select(configuration =>
        {
            var epochs = Comparable([.. configuration]).GroupBy(cost => cost.Epoch, cost => cost.Cost).OrderBy(epoch => epoch.Key).ToList();
            return new CurveItem(
                configuration.Key,
                [.. epochs.Select(epoch => epoch.Key)],
                [.. epochs.Select(epoch => epoch.Average())],
                [.. epochs.Select(epoch => epoch.Min())],
                [.. epochs.Select(epoch => epoch.Max())]);
        }),
    ];

    private static IEnumerable<RunCost> Comparable(IReadOnlyCollection<RunCost> costs)
    {
        if (costs.Any(cost => cost.State == "completed"))
        {
            return costs.Where(cost => cost.State == "completed");
        }

        var running = costs.Where(cost => cost.State == "running").ToList();
        if (running.Count == 0)
        {
            return costs;
        }

        var common = running.GroupBy(cost => cost.Run).Min(run => run.Max(cost => cost.Epoch));
        return running.Where(cost => cost.Epoch <= common);
    }
}
