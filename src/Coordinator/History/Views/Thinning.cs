using System.Collections.Immutable;
using NNOptim.History.Tables;

namespace NNOptim.History.Views;

/// <summary>
/// Learning curves with few enough points for a screen: every k-th record and the latest. The number k is the least that gives no more
/// points than wanted.
/// </summary>
public static class Thinning
{
    /// <summary>Steps from one point to the next.</summary>
    /// <param name="epochs">The most steps of a run.</param>
    /// <param name="recordEvery">Steps from one record to the next, 1 or more.</param>
    /// <param name="points">The most points wanted, 2 or more, the latest among them.</param>
    public static int Every(int epochs, int recordEvery, int points)
    {
        var records = Math.Max(1, (epochs + recordEvery - 1) / recordEvery);
        var evenly = points - 1;
        return (records + evenly - 1) / evenly * recordEvery;
    }

    /// <summary>
    /// The costs of the runs of each configuration taken together. They are those of the completed runs. Until one has completed, they are
    /// those of the running runs, as far as all of these have come. Where there are neither, they are those of all runs. So no curve jumps where
    /// another seed begins.
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
