using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Cli;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Hosting.Settings;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>A command line that uses the HTTP API of a coordinator, which the test simulates.</summary>
public sealed class ApiClientTests : IAsyncLifetime
{
    /// <summary>Shorter than the time after which a client without events asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");

    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? server;
    private volatile string state = "active";
    private volatile bool hasEnded;
    private volatile bool isSilent;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = Build();
        server.MapGet($"/api/v1/experiments/{Id}", (RequestDelegate)DescribeAsync);
        server.MapGet("/api/v1/events", (RequestDelegate)TellAsync);
        await server.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => server!.DisposeAsync();

    [Fact]
    public async Task An_end_before_the_first_event_is_seen_when_the_events_begin()
    {
        using var client = Start();
        await using var progress = client.WatchAsync(Id, Token).GetAsyncEnumerator(Token);
        (await progress.MoveNextAsync().AsTask().WaitAsync(Patience, Token)).ShouldBeTrue();
        progress.Current.AllEnded.ShouldBeFalse();

        (await progress.MoveNextAsync().AsTask().WaitAsync(Patience, Token)).ShouldBeTrue();

        progress.Current.AllEnded.ShouldBeTrue();
        (await progress.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task An_experiment_that_no_coordinator_runs_is_not_watched()
    {
        state = "unfinished";
        using var client = Start(time: new FastClock());
        await using var progress = client.WatchAsync(Id, Token).GetAsyncEnumerator(Token);
        (await progress.MoveNextAsync().AsTask().WaitAsync(Patience, Token)).ShouldBeTrue();
        progress.Current.Phase.ShouldBe(ExperimentPhase.Unfinished);

        var error = await Should.ThrowAsync<CommandException>(() => progress.MoveNextAsync().AsTask().WaitAsync(Patience, Token));

        error.Message.ShouldContain($"nnoptim resume {Id} --to");
        error.ExitCode.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public async Task A_client_that_stops_watching_waits_for_no_answer()
    {
        isSilent = true;
        using var client = Start();
        using var interruption = new CancellationTokenSource();
        await using var progress = client.WatchAsync(Id, interruption.Token).GetAsyncEnumerator(Token);
        var next = progress.MoveNextAsync().AsTask();
        await asked.Task.WaitAsync(Patience, Token);

        await interruption.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Unreachable_addresses_and_standbys_are_skipped()
    {
        server!.MapGet("/api/v1/workers", () => Results.Problem("This process is a standby.", statusCode: StatusCodes.Status503ServiceUnavailable));
        await using var holder = Build();
        holder.MapGet("/api/v1/workers", () => Results.Json(new WorkerItems([]), HistoryJson.Options));
        await holder.StartAsync(Token);
        using var client = Start($"127.0.0.1:1,{server!.Urls.Single()},{holder.Urls.Single()}");

        (await client.WorkersAsync().WaitAsync(Patience, Token)).ShouldBeEmpty();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var built = builder.Build();
        built.Urls.Add("http://127.0.0.1:0");
        built.UseRouting();
        return built;
    }

    private ApiClient Start(string? addresses = null, TimeProvider? time = null) => ApiClient.Start(
        new SettingLayers(new Dictionary<string, string> { ["to"] = addresses ?? server!.Urls.Single() }, _ => null, File: null).Read([NodeOptions.To], "."), time ?? new ShortRests());

    private async Task DescribeAsync(HttpContext context)
    {
        asked.TrySetResult();
        if (isSilent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        var item = new ExperimentItem(
            Id.Value, "followed", hasEnded ? "ended" : state, DateTimeOffset.UnixEpoch, EndedAt: null, Runs: 2, Running: hasEnded ? 0 : 2,
            Completed: hasEnded ? 2 : 0, Diverged: 0, Failed: 0, Cancelled: 0, Priority: 0, Note: "", Tags: [], Archived: false);
        var detail = new ExperimentDetail(item, "", "", "moons", 1, 1, 0, "", "", []) { Trainable = TrainableItem.Create(Actors.Experiments.Specify(2)) };
        await context.Response.WriteAsJsonAsync(detail, HistoryJson.Options, context.RequestAborted);
    }

    /// <summary>The experiment ends just before the events begin, so that they do not report its end.</summary>
    private async Task TellAsync(HttpContext context)
    {
        hasEnded = state == "active";
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("event: reset\ndata: {}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (hasEnded)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }
    }

    /// <summary>A clock on which the second between two requests passes at once, and a longer time never.</summary>
    private class ShortRests : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(1) ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The same, with ten seconds between two looks at it.</summary>
    private sealed class FastClock : ShortRests
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref now, TimeSpan.FromSeconds(10).Ticks);
    }
}
