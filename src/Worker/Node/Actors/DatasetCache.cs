using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Actors;

/// <summary>
/// The datasets that a worker's trainings used last. Each is loaded once, however many trainings ask for it at the same time. Data that a
/// training still holds is found even after it left the cache: it uses memory anyway.
/// </summary>
/// <param name="load">Loads a dataset. Its exception reaches every training that waits, and the next one loads again.</param>
/// <param name="mostBytes">
/// The memory limit of all cached datasets, so that memory does not grow with the number of experiments. The two used last are kept
/// whatever their size.
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

    /// <summary>The data of a specification if it is loaded, which counts as a use; null if it is not.</summary>
    public TrainingData? Loaded(DatasetSpecification specification)
    {
        lock (gate)
        {
            var data = recent.FirstOrDefault(entry => entry.Key == specification).Data;
            var loaded = data is null ? FindHeld(specification) : data.IsValueCreated ? data.Value : null;
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
                var held = FindHeld(specification);
                data = new Lazy<TrainingData>(() => held ?? load(specification));
            }

            Remove(data);
            recent.AddFirst((specification, data));
            return data;
        }
    }

    private TrainingData? FindHeld(DatasetSpecification specification) =>
        dropped.TryGetValue(specification, out var weak) && weak.TryGetTarget(out var held) ? held : null;

    /// <summary>
    /// Drops the datasets used longest ago, except those being loaded: their size is unknown, and their training holds them.
    /// </summary>
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
