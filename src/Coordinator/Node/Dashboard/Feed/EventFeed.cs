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
/// Tells pages what changes. As long as somebody follows, it looks twice a second at experiments, workers and tables and tells the
/// differences. So even a busy second has few events, and a page that was disconnected gets what changed.
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
    private readonly SemaphoreSlim looking = new(1);
    private string workers = "";
    private volatile string? reachability;

    /// <inheritdoc/>
    public void Dispose() => looking.Dispose();

    /// <summary>The events after an id; those from now on when there is none. Begins with <c>reset</c> when it cannot go on from there: the page must then read everything again.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(string? lastId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        var watch = WatchAsync(either.Token);
        try
        {
            var known = string.IsNullOrEmpty(lastId) ? null : log.NumberOf(lastId);
            var number = known ?? log.Last;
            foreach (var item in known is null ? Reset(number) : [Item("ping", "{}", number)])
            {
                yield return item;
            }

            while (!either.IsCancellationRequested)
            {
                var (news, more) = log.After(number);
                if (news is null)
                {
                    number = log.Last;
                    foreach (var item in Reset(number))
                    {
                        yield return item;
                    }

                    continue;
                }

                foreach (var each in news)
                {
                    number = each.Number;
                    yield return Item(each.Kind, each.Json, number);
                }

                if (!await HasMoreAsync(more, either.Token).ConfigureAwait(false))
                {
                    yield return Item("ping", "{}", number);
                }
            }
        }
        finally
        {
            await either.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }
    }

    private SseItem<string> Item(string kind, string content, long number) => new(content, kind) { EventId = log.IdOf(number) };

    /// <summary>A new beginning. It tells whether the coordinator is reached, for which there is no other route.</summary>
    private IEnumerable<SseItem<string>> Reset(long number) =>
        reachability is { } told ? [Item("reset", "{}", number), Item(Coordinator, told, number)] : [Item("reset", "{}", number)];

    private async Task<bool> HasMoreAsync(Task more, CancellationToken cancellation)
    {
        try
        {
            await more.WaitAsync(PingInterval, time, cancellation).ConfigureAwait(false);
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

    /// <summary>Looks for changes as long as this follower follows; one of several followers does so at a time.</summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        try
        {
            await looking.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            while (true)
            {
                await LookAsync(cancellation).ConfigureAwait(false);
                await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The follower has gone; another one looks on.
        }
        finally
        {
            looking.Release();
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var found = (await gateway.AskAsync<ExperimentList>(new ListExperiments(), cancellation).ConfigureAwait(false)).Experiments;
            var staff = (await gateway.AskAsync<WorkerList>(new ListWorkers(), cancellation).ConfigureAwait(false)).Workers;
            Reachable(true);
            foreach (var experiment in found.Where(experiment => experiment.Progress.Total > 0))
            {
                var id = experiment.Progress.ExperimentId;
                if (!experiments.TryGetValue(id, out var before) || before != experiment)
                {
                    experiments[id] = experiment;
                    Tell("experiment", NewsOf(experiment));
                }
            }

            // Heartbeats alone are no event: the page asks for them when it shows them.
            var text = string.Join(';', staff.Select(worker => $"{worker.WorkerId} {worker.Slots} {worker.Held}"));
            if (text != workers)
            {
                workers = text;
                Tell("workers", new { count = staff.Length, slots = staff.Sum(worker => worker.Slots), held = staff.Sum(worker => worker.Held) });
            }
        }
        catch (CoordinatorAwayException)
        {
            Reachable(false);
        }

        try
        {
            foreach (var (id, position) in store.Read(tables => tables.Pages.Positions(), new Dictionary<ExperimentId, long>()))
            {
                if (!positions.TryGetValue(id, out var before) || before != position)
                {
                    positions[id] = position;
                    Tell("history", new { id = id.Value, position });
                }
            }
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            LogUnreadable(error);
        }
    }

    private void Reachable(bool reachable)
    {
        var now = Write(new { reachable });
        if (now != reachability)
        {
            reachability = now;
            log.Add(Coordinator, now);
        }
    }

    private static object NewsOf(ExperimentSummary experiment)
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

    private void Tell(string kind, object content) => log.Add(kind, Write(content));

    private string Write(object content) => JsonSerializer.Serialize(content, json.Value.SerializerOptions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dashboard could not read the history")]
    private partial void LogUnreadable(Exception error);
}
