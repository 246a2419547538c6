using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Actors;

/// <summary>
/// The datasets last used by a worker's trainings, loaded once each however many trainings ask at a time. Data that a training
/// still holds is found even when it is not kept any more: it takes its memory anyway.
/// </summary>
/// <param name="load">Loads a dataset; what it throws reaches every training that asked, and the next one loads anew.</param>
/// <param name="mostBytes">
/// What the datasets kept may take together, so that a worker's memory does not grow with the experiments it has served. The two
/// used last are kept whatever they take.
/// </param>
public sealed class DatasetCache(Func<DatasetSpecification, TrainingData> load, long mostBytes = 256L << 20)
{
    private const int AlwaysKept = 2;

    private readonly Lock gate = new();
    private readonly LinkedList<(DatasetSpecification Key, Lazy<TrainingData> Data)> recent = new();
    private readonly Dictionary<DatasetSpecification, WeakReference<TrainingData>> dropped = [];

    /// <summary>The data of a specification.</summary>
    public TrainingData Get(DatasetSpecification specification)
    {
        var data = Entry(specification);
        try
        {
            var loaded = data.Value;
            Trim();
            return loaded;
        }
        catch
        {
            Remove(data);
            throw;
        }
    }

    /// <summary>The data of a specification where it is loaded already, which is then kept as one just used; null where it is not.</summary>
    public TrainingData? Loaded(DatasetSpecification specification)
    {
        lock (gate)
        {
            var data = recent.FirstOrDefault(entry => entry.Key == specification).Data;
            var loaded = data is null ? StillHeld(specification) : data.IsValueCreated ? data.Value : null;
            if (loaded is not null)
            {
                Get(specification);
            }

            GC.KeepAlive(loaded);
            return loaded;
        }
    }

    private Lazy<TrainingData> Entry(DatasetSpecification specification)
    {
        lock (gate)
        {
            var data = recent.FirstOrDefault(entry => entry.Key == specification).Data;
            if (data is null)
            {
                var held = StillHeld(specification);
                data = new Lazy<TrainingData>(() => held ?? load(specification));
            }

            Remove(data);
            recent.AddFirst((specification, data));
            return data;
        }
    }

    private TrainingData? StillHeld(DatasetSpecification specification) =>
        dropped.TryGetValue(specification, out var weak) && weak.TryGetTarget(out var held) ? held : null;

    /// <summary>Drops those used longest ago, but for what is being loaded: it has no size yet, and its training holds it.</summary>
    private void Trim()
    {
        lock (gate)
        {
            var count = 0;
            var bytes = 0L;
            for (var node = recent.First; node is not null;)
            {
                var (key, data) = node.Value;
                var next = node.Next;
                count++;
                if (data.IsValueCreated)
                {
                    bytes += data.Value.Bytes;
                    if (count > AlwaysKept && bytes > mostBytes)
                    {
                        recent.Remove(node);
                        dropped[key] = new WeakReference<TrainingData>(data.Value);
                    }
                }

                node = next;
            }

            foreach (var (key, weak) in dropped)
            {
                if (!weak.TryGetTarget(out _))
                {
                    dropped.Remove(key);
                }
            }
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
