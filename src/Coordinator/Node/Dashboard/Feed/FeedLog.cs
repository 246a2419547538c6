using System.Collections.Immutable;

namespace NNOptim.Coordinator.Dashboard.Feed;

/// <summary>An event of the feed.</summary>
/// <param name="Number">Its number, from 1 without gaps.</param>
/// <param name="Kind"><c>experiment</c>, <c>history</c>, <c>workers</c>, <c>coordinator</c>, <c>reset</c> or <c>ping</c>.</param>
/// <param name="Json">Its content.</param>
internal sealed record FeedEvent(long Number, string Kind, string Json);

/// <summary>The latest events of the feed, in order. An id contains the process, so that ids of an earlier process are invalid. Thread-safe.</summary>
/// <param name="process">Identifies this process.</param>
/// <param name="capacity">The number of events to keep.</param>
internal sealed class FeedLog(string process, int capacity = 2000)
{
    private readonly Lock gate = new();
    private readonly Queue<FeedEvent> kept = [];
    private TaskCompletionSource next = NewSignal();
    private long last;

    /// <summary>The id of the event with a number.</summary>
    public string IdOf(long number) => $"{process}-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>The number of the latest event.</summary>
    public long Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    /// <summary>Adds an event.</summary>
    public void Add(string kind, string json)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            kept.Enqueue(new FeedEvent(++last, kind, json));
            if (kept.Count > capacity)
            {
                kept.Dequeue();
            }

            signal = next;
            next = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>The number of the event with an id; null if later events are no longer kept.</summary>
    public long? NumberOf(string id)
    {
        lock (gate)
        {
            return id.StartsWith(process + "-", StringComparison.Ordinal)
                && long.TryParse(id.AsSpan(process.Length + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && number <= last
                && number >= last - kept.Count
                ? number
                : null;
        }
    }

    /// <summary>The events after a number, null if some of them are no longer kept; and a task that completes with the next event.</summary>
    public (ImmutableArray<FeedEvent>? Events, Task Next) After(long number)
    {
        lock (gate)
        {
            return (number < last - kept.Count ? null : [.. kept.SkipWhile(item => item.Number <= number)], next.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
