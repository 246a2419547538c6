using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Actors;

/// <summary>The trainables of a worker, by name.</summary>
/// <param name="All">The trainables, with distinct names.</param>
public sealed record TrainableSet(ImmutableArray<ITrainable> All)
{
    /// <summary>The trainable of some runs, which all share one.</summary>
    /// <exception cref="NotSupportedException">This worker does not know it.</exception>
    public ITrainable Find(IReadOnlyList<RunSpecification> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var name = runs[0].Trainable;
        return All.FirstOrDefault(trainable => trainable.Declaration.Name == name)
            ?? throw new NotSupportedException($"This worker cannot train {name}; it knows {string.Join(", ", All.Select(trainable => trainable.Declaration.Name))}.");
    }

    /// <summary>
    /// Groups runs that train faster together. Runs with an unknown trainable stay alone, and the training of each reports why it fails.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(runs);
        try
        {
            return runs.Count == 0 ? [] : Find(runs).Group(runs, data);
        }
        catch (Exception error) when (error is NotSupportedException or FormatException or OverflowException)
        {
            return [.. runs.Select(run => (IReadOnlyList<RunSpecification>)[run])];
        }
    }
}
