using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>The entry to the training engine: groups runs, and starts or resumes their training.</summary>
public static class Trainer
{
    /// <summary>
    /// Puts runs together that gain from being trained together; every run stands in one group, and order within a group
    /// is kept. A run's numbers do not depend on its group.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(data);
        var groups = new List<List<RunSpecification>>();
        var open = new Dictionary<TogetherKey, List<RunSpecification>>();
        foreach (var run in runs)
        {
            var key = TogetherKey.Of(run, data.Train);
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
    /// <param name="group">Runs, as <see cref="Group"/> put them together or any others on the same data.</param>
    /// <param name="data">What they train on.</param>
    /// <param name="time">The clock for <see cref="RunResult.TrainingSeconds"/>.</param>
    /// <exception cref="ArgumentException">A run's network does not fit the data, or a hyperparameter is out of its range.</exception>
    public static TrainingSession Start(IReadOnlyList<RunSpecification> group, TrainingData data, TimeProvider time) =>
        new(group, data, time);

    /// <summary>Resumes a group where <see cref="TrainingSession.Checkpoint()"/> left it, on any machine, with the same bits to come.</summary>
    /// <exception cref="ArgumentException">As <see cref="Start"/>.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, of a later version, or of other runs or data.</exception>
    public static TrainingSession Restore(
        IReadOnlyList<RunSpecification> group, TrainingData data, ReadOnlySpan<byte> checkpoint, TimeProvider time) =>
        TrainingSession.Restore(group, data, checkpoint, time);
}
