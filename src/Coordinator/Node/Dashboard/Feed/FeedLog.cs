using System.Collections.Immutable;

namespace NNOptim.Coordinator.Dashboard.Feed;

/// <summary>A piece of news.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Kind"><c>experiment</c>, <c>history</c>, <c>workers</c>, <c>coordinator</c>, <c>reset</c> or <c>ping</c>.</param>
/// <param name="Json">What there is to know.</param>
internal sealed record News(long Number, string Kind, string Json);

/// <summary>The latest news, in order. Ids name the process too: those of an earlier one mean nothing here. Thread-safe.</summary>
/// <param name="process">Names this process among its predecessors.</param>
/// <param name="capacity">How many are kept.</param>
internal sealed class FeedLog(string process, int capacity = 2000)
{
    private readonly Lock gate = new();
    private readonly Queue<News> kept = [];
    private TaskCompletionSource more = NewSignal();
    private long last;

    /// <summary>The id of a piece of news.</summary>
    public string IdOf(long number) => $"{process}-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>The number of the latest.</summary>
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

    /// <summary>Adds a piece of news.</summary>
    public void Add(string kind, string json)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            kept.Enqueue(new News(++last, kind, json));
            if (kept.Count > capacity)
            {
                kept.Dequeue();
            }

            signal = more;
            more = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>The number that an id stands for; null when what came after it is not known any more.</summary>
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

    /// <summary>The news after a number, and what completes when there is more; null for news when some of it is no longer kept.</summary>
    public (ImmutableArray<News>? News, Task More) After(long number)
    {
        lock (gate)
        {
            return (number < last - kept.Count ? null : [.. kept.SkipWhile(news => news.Number <= number)], more.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
