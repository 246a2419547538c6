using System.Collections.Immutable;
using NNOptim.History.Tables;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>What is left of learning curves for a screen: every k-th record and the latest, k being the least that gives no more points than wanted.</summary>
internal static class Thinning
{
    /// <summary>Epochs from one point to the next.</summary>
    /// <param name="epochs">The most epochs of a run.</param>
    /// <param name="recordEvery">Epochs from one record to the next, 1 or more.</param>
    /// <param name="points">The most points wanted, 2 or more, the latest among them.</param>
    public static int Every(int epochs, int recordEvery, int points)
    {
        var records = Math.Max(1, (epochs + recordEvery - 1) / recordEvery);
        var evenly = points - 1;
        return (records + evenly - 1) / evenly * recordEvery;
    }

    /// <summary>
    /// The costs of each cell's runs taken together: of those that completed; until one has, of those in training, as far as all
    /// of these have come; and where there are neither, of all. So no curve jumps where another seed comes in.
    /// </summary>
    public static ImmutableArray<CurveItem> Bands(IReadOnlyList<RunCost> costs) =>
    [
        .. costs.GroupBy(cost => cost.Cell).OrderBy(cell => cell.Key).Select(cell =>
        {
            var epochs = Comparable([.. cell]).GroupBy(cost => cost.Epoch, cost => cost.Cost).OrderBy(epoch => epoch.Key).ToList();
            return new CurveItem(
                cell.Key,
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
