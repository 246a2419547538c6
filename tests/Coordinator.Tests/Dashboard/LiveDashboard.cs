using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Coordinator.Dashboard;
using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using NNOptim.Worker.Actors;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>A coordinator with a worker, a journal, and a dashboard on a free loopback port.</summary>
public sealed class LiveDashboard : IAsyncLifetime
{
    /// <summary>A token with the role admin, and one with the role read.</summary>
    public const string Admin = "admin-token-of-the-tests", Reader = "reader-token-of-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-dashboard-").FullName;
    private readonly JournalDatabase database;
    private readonly List<DashboardHost> dashboards = [];
    private IHost? node;
    private HistoryFollower? follower;
    private DashboardHost? open;
    private DashboardHost? guarded;

    public LiveDashboard() => database = new SqliteDatabase(DatabaseFile);

    /// <summary>The journal's SQLite file.</summary>
    public string DatabaseFile => Path.Combine(folder, "nnoptim.db");

    /// <summary>The address of the dashboard without configured tokens.</summary>
    public Uri Open => open!.Address;

    /// <summary>The address of the dashboard with tokens.</summary>
    public Uri Guarded => guarded!.Address;

    /// <summary>Every endpoint of the dashboard with tokens.</summary>
    public IReadOnlyList<Endpoint> Endpoints => guarded!.Endpoints;

    public async ValueTask InitializeAsync()
    {
        database.Prepare();
        node = NodeHosting.Build(new NodeSettings { IsConnected = false, Slots = 1 }, Serilog.Core.Logger.None, akka => akka
            .WithJournal(database)
            .WithCoordinator(new CoordinatorSettings { IsPermanent = true }, TimeProvider.System)
            .WithWorker(1, TimeProvider.System));
        await node.StartAsync(CancellationToken.None);
        follower = HistoryFollower.Start(database, TimeProvider.System, _ => { }, isWatched: true);
        open = await StartAsync(new HostPort("127.0.0.1", 0), AccessTokens.None);
        guarded = await StartAsync(new HostPort("127.0.0.1", 0), AccessTokens.Parse($"ann admin {Admin}\nbob read {Reader}", "tests", []));
    }

    /// <summary>Starts another dashboard, as a restarted coordinator would.</summary>
    internal async Task<DashboardHost> StartAsync(HostPort listen, AccessTokens tokens)
    {
        var dashboard = await ServeAsync(listen, tokens);
        Attach(dashboard);
        return dashboard;
    }

    /// <summary>Gives a dashboard its coordinator.</summary>
    internal void Attach(DashboardHost dashboard) =>
        dashboard.Attach(node!.Services.GetRequiredService<ActorSystem>(), node.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>());

    /// <summary>Starts a dashboard without a coordinator, as in a process whose node has not started yet.</summary>
    internal async Task<DashboardHost> ServeAsync(HostPort listen, AccessTokens tokens)
    {
        var dashboard = await DashboardHost.StartAsync(
            new DashboardSettings
            {
                Listen = listen,
                Database = database,
                Logs = Path.Combine(folder, "logs"),
                LocalUser = "tester",
                Tokens = tokens,
                Environment = _ => Actors.Experiments.Environment,
                NewId = () => ExperimentId.Draw(Random.Shared),
                Report = record => $"<!DOCTYPE html><title>{record.Id}</title>",
            },
            Serilog.Core.Logger.None);
        dashboards.Add(dashboard);
        return dashboard;
    }

    /// <summary>An experiment file with the given numbers of runs and epochs.</summary>
    public static string FileOf(string name, int runs, int epochs) => $$"""
        name: {{name}}
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: {{epochs}}, record_every: {{Math.Max(1, epochs / 20)}}}
        grid: {optimizer: [gd, adam], learning_rate: [0.001, 0.01], batch_size: [16], seed: 1..{{runs / 4}}}
        """;

    /// <summary>The file of an experiment of 1,200 runs of half a second or more each, which lasts for minutes.</summary>
    public static string LongFileOf(string name) => FileOf(name, 1200, 60_000);

    /// <summary>The file of an experiment of four configurations, each of one run, that differ in parameters without their own column.</summary>
    public static string FurtherAxesOf(string name) => $$"""
        name: {{name}}
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1], hidden_activation: [relu, tanh]}
        training: {epochs: 20}
        optimizers: { adam: { beta1: [0.5, 0.9] } }
        grid: {optimizer: [adam], learning_rate: [0.01], batch_size: [16], seed: 1}
        """;

    /// <summary>Submits an experiment, and returns its id.</summary>
    public async Task<string> SubmitAsync(string file)
    {
        using var answer = await SendAsync(HttpMethod.Post, new Uri(Open, "/api/v1/experiments"), file, "application/yaml");
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Submits an experiment, and waits until every run has ended and the tables include it.</summary>
    public Task<string> CompletedAsync(string name) => CompletedOfAsync(FileOf(name, 8, 40));

    /// <summary>Submits an experiment file, and waits until every run has ended and the tables include it.</summary>
    public async Task<string> CompletedOfAsync(string file)
    {
        var id = await SubmitAsync(file);
        await UntilAsync(new Uri(Open, $"/api/v1/experiments/{id}"), body => body.GetProperty("experiment").GetProperty("state").GetString() == "ended" && body.GetProperty("events_behind").GetInt64() == 0);
        return id;
    }

    /// <summary>Repeats a request until the answer meets a condition.</summary>
    public static async Task<JsonElement> UntilAsync(Uri address, Predicate<JsonElement> wanted)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var last = "";
        try
        {
            while (await timer.WaitForNextTickAsync(deadline.Token))
            {
                using var answer = await SendAsync(HttpMethod.Get, address);
                last = await answer.Content.ReadAsStringAsync(deadline.Token);
                if (answer.IsSuccessStatusCode && JsonDocument.Parse(last).RootElement is var body && wanted(body))
                {
                    return body;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The error below shows the last answer.
        }

        throw new ShouldAssertException($"{address} did not come to be as wanted; last it was {last}");
    }

    /// <summary>Sends a request.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, string? body = null, string? type = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type!);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dashboard in dashboards)
        {
            await dashboard.DisposeAsync();
        }

        await follower!.DisposeAsync();
        await node!.Services.GetRequiredService<ActorSystem>().Terminate();
        node.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
