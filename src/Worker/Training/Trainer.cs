using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>The entry point of the training engine: groups runs, and starts or resumes their training.</summary>
public static class Trainer
{
    /// <summary>
    /// Groups runs that train faster together. Every run is in exactly one group, and each group keeps the order of the runs. A run's
    /// numbers do not depend on its group.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<NetworkRun>> Group(IReadOnlyList<NetworkRun> runs, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(data);
        var groups = new List<List<NetworkRun>>();
        var open = new Dictionary<TogetherKey, List<NetworkRun>>();
        foreach (var run in runs)
        {
            var key = TogetherKey.ForRun(run, data.Train);
            if (key is null || !open.TryGetValue(key, out var group) || group.Count == TogetherKey.MostRuns(run.Precision))
            {
                group = [];
                groups.Add(group);
                if (key is not null)
                {
                    open[key] = group;
                }
            }

            group.Add(run);
        }

        return groups;
    }

    /// <summary>Starts a group at its first epoch.</summary>
    /// <param name="group">Runs from <see cref="Group"/>, or any other runs on the same data.</param>
    /// <param name="data">Their data.</param>
    /// <param name="time">The clock for <see cref="NetworkResult.TrainingSeconds"/>.</param>
    /// <exception cref="ArgumentException">A run's network does not fit the data, or a parameter is out of its range.</exception>
    public static TrainingSession Start(IReadOnlyList<NetworkRun> group, TrainingData data, TimeProvider time) =>
        new(group, data, time);

    /// <summary>
    /// Resumes a group from a <see cref="TrainingSession.Checkpoint()"/> on any machine. The results have the same bits as without the
    /// interruption.
    /// </summary>
    /// <exception cref="ArgumentException">As <see cref="Start"/>.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, of a later version, or of other runs or data.</exception>
    public static TrainingSession Restore(
        IReadOnlyList<NetworkRun> group, TrainingData data, ReadOnlySpan<byte> checkpoint, TimeProvider time) =>
        TrainingSession.Restore(group, data, checkpoint, time);
}
