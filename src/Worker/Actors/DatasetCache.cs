using NNOptim.Shared.Experiments;
using NNOptim.Worker.Training.Datasets;

namespace NNOptim.Worker.Actors;

/// <summary>The datasets last used by a worker's trainings, loaded once each however many trainings ask at a time.</summary>
/// <param name="load">Loads a dataset; what it throws reaches every training that asked, and the next one loads anew.</param>
/// <param name="capacity">How many datasets are kept, 1 or more, so that a worker's memory does not grow with the experiments it has served.</param>
public sealed class DatasetCache(Func<DatasetSpecification, TrainingData> load, int capacity = 2)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(DatasetSpecification Key, Lazy<TrainingData> Data)> recent = new();

    /// <summary>The data of a specification.</summary>
    public TrainingData Get(DatasetSpecification specification)
    {
        var data = Entry(specification);
        try
        {
            return data.Value;
        }
        catch
        {
            Remove(data);
            throw;
        }
    }

    /// <summary>The data of a specification where it is loaded already; null where it is not.</summary>
    public TrainingData? Loaded(DatasetSpecification specification)
    {
        lock (gate)
        {
            var data = recent.FirstOrDefault(entry => entry.Key == specification).Data;
            return data is { IsValueCreated: true } ? data.Value : null;
        }
    }

    private Lazy<TrainingData> Entry(DatasetSpecification specification)
    {
        lock (gate)
        {
            var data = recent.FirstOrDefault(entry => entry.Key == specification).Data ?? new Lazy<TrainingData>(() => load(specification));
            Remove(data);
            recent.AddFirst((specification, data));
            if (recent.Count > capacity)
            {
                recent.RemoveLast();
            }

            return data;
        }
    }

    private void Remove(Lazy<TrainingData> data)
    {
        lock (gate)
        {
            for (var node = recent.First; node is not null; node = node.Next)
            {
                if (ReferenceEquals(node.Value.Data, data))
                {
                    recent.Remove(node);
                    return;
                }
            }
        }
    }
}
