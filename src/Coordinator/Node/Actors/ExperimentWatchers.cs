using Akka.Actor;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>The actors that receive an experiment's progress. They repeat their request; one that ended stops repeating and is removed.</summary>
internal sealed class ExperimentWatchers
{
    /// <summary>The time after its last request at which a watcher is removed. Watchers repeat their requests every few seconds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly Dictionary<IActorRef, DateTimeOffset> watchers = [];

    /// <summary>Whether nobody watches.</summary>
    public bool IsEmpty => watchers.Count == 0;

    /// <summary>Adds a watcher, or notes its repeated request.</summary>
    public void Add(IActorRef watcher, DateTimeOffset now) => watchers[watcher] = now;

    /// <summary>Sends the progress to all.</summary>
    public void Notify(ExperimentProgress progress)
    {
        foreach (var watcher in watchers.Keys)
        {
            watcher.Tell(progress);
        }
    }

    /// <summary>Removes the watchers that have not repeated their request.</summary>
    public void RemoveSilent(DateTimeOffset now)
    {
        foreach (var (watcher, _) in watchers.Where(pair => now - pair.Value > Timeout).ToList())
        {
            watchers.Remove(watcher);
        }
    }
}
