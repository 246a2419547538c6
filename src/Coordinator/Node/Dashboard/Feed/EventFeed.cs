using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace NNOptim.Coordinator.Dashboard.Feed;

/// <summary>
/// Publishes changes to clients. While there are subscribers, it polls experiments, workers and tables twice a second and publishes the
/// differences. So the rate of events is bounded, and a client that reconnects gets the changes it missed.
/// </summary>
internal sealed partial class EventFeed(
    CoordinatorGateway gateway, HistoryStore store, TimeProvider time, IOptions<JsonOptions> json, IHostApplicationLifetime lifetime, ILogger<EventFeed> logger)
    : IDisposable
{
    private const string Coordinator = "coordinator";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    private readonly FeedLog log = new(Guid.NewGuid().ToString("N")[..8]);
    private readonly Dictionary<ExperimentId, ExperimentSummary> experiments = [];
    private readonly Dictionary<ExperimentId, long> positions = [];
    private readonly SemaphoreSlim polling = new(1);
    private string workers = "";
    private volatile string? reachability;

    /// <inheritdoc/>
    public void Dispose() => polling.Dispose();

    /// <summary>
    /// The events after an id, or all later events without an id. Begins with <c>reset</c> if it cannot continue from the id. The client must
    /// then read everything again.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(string? lastId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        var poller = PollWhileFollowedAsync(stopping.Token);
        try
        {
            var known = string.IsNullOrEmpty(lastId) ? null : log.NumberOf(lastId);
            var number = known ?? log.Last;
            foreach (var item in known is null ? Reset(number) : [Item("ping", "{}", number)])
            {
                yield return item;
            }

            while (!stopping.IsCancellationRequested)
            {
                var (events, next) = log.After(number);
                if (events is null)
                {
                    number = log.Last;
                    foreach (var item in Reset(number))
                    {
                        yield return item;
                    }

                    continue;
                }

                foreach (var feedEvent in events)
                {
                    number = feedEvent.Number;
                    yield return Item(feedEvent.Kind, feedEvent.Json, number);
                }

                if (!await HasNextAsync(next, stopping.Token).ConfigureAwait(false))
                {
                    yield return Item("ping", "{}", number);
                }
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await poller.ConfigureAwait(false);
        }
    }

    private SseItem<string> Item(string kind, string content, long number) => new(content, kind) { EventId = log.IdOf(number) };

    /// <summary>The events of a reset. They include whether the coordinator is reachable, which no other route reports.</summary>
    private IEnumerable<SseItem<string>> Reset(long number) =>
        reachability is { } current ? [Item("reset", "{}", number), Item(Coordinator, current, number)] : [Item("reset", "{}", number)];

    private async Task<bool> HasNextAsync(Task next, CancellationToken cancellation)
    {
        try
        {
            await next.WaitAsync(PingInterval, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Polls for changes while this subscriber is connected. Only one of several subscribers polls at a time.</summary>
    private async Task PollWhileFollowedAsync(CancellationToken cancellation)
    {
        try
        {
            await polling.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            while (true)
            {
                await PollAsync(cancellation).ConfigureAwait(false);
                await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The subscriber disconnected. Another one continues to poll.
        }
        finally
        {
            polling.Release();
        }
    }

    private async Task PollAsync(CancellationToken cancellation)
    {
        try
        {
            var found = (await gateway.AskAsync<ExperimentList>(new ListExperiments(), cancellation).ConfigureAwait(false)).Experiments;
            var registered = (await gateway.AskAsync<WorkerList>(new ListWorkers(), cancellation).ConfigureAwait(false)).Workers;
            SetReachable(true);
            foreach (var experiment in found.Where(experiment => experiment.Progress.Total > 0))
            {
                var id = experiment.Progress.ExperimentId;
                if (!experiments.TryGetValue(id, out var before) || before != experiment)
                {
                    experiments[id] = experiment;
                    Publish("experiment", EventOf(experiment));
                }
            }

            // Heartbeats alone are no event: the page that shows them polls for them.
            var text = string.Join(';', registered.Select(worker => $"{worker.WorkerId} {worker.Slots} {worker.Held}"));
            if (text != workers)
            {
                workers = text;
                Publish("workers", new { count = registered.Length, slots = registered.Sum(worker => worker.Slots), held = registered.Sum(worker => worker.Held) });
            }
        }
        catch (CoordinatorUnavailableException)
        {
            SetReachable(false);
        }

        try
        {
            foreach (var (id, position) in store.Read(tables => tables.Pages.Positions(), new Dictionary<ExperimentId, long>()))
            {
                if (!positions.TryGetValue(id, out var before) || before != position)
                {
                    positions[id] = position;
                    Publish("history", new { id = id.Value, position });
                }
            }
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            LogUnreadable(error);
        }
    }

    private void SetReachable(bool reachable)
    {
        var now = Write(new { reachable });
        if (now != reachability)
        {
            reachability = now;
            log.Add(Coordinator, now);
        }
    }

    private static object EventOf(ExperimentSummary experiment)
    {
        var progress = experiment.Progress;
        return new
        {
            id = progress.ExperimentId.Value,
            name = experiment.Name,
            state = ExperimentRoutes.StateOf(experiment),
            runs = progress.Total,
            running = progress.Running,
            completed = progress.Completed,
            diverged = progress.Diverged,
            failed = progress.Failed,
            cancelled = progress.Cancelled,
            priority = experiment.Priority,
        };
    }

    private void Publish(string kind, object content) => log.Add(kind, Write(content));

    private string Write(object content) => JsonSerializer.Serialize(content, json.Value.SerializerOptions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dashboard could not read the history")]
    private partial void LogUnreadable(Exception error);
}
