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

/// <summary>A coordinator with a worker and a journal, and a dashboard on a free port of loopback.</summary>
public sealed class LiveDashboard : IAsyncLifetime
{
    /// <summary>Whose token may steer, and whose may look.</summary>
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

    /// <summary>Where it is without tokens.</summary>
    public Uri Open => open!.Address;

    /// <summary>Where the same is with tokens.</summary>
    public Uri Guarded => guarded!.Address;

    /// <summary>Every endpoint of the one with tokens.</summary>
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

    /// <summary>Serves once more, as a coordinator that started again would.</summary>
    internal async Task<DashboardHost> StartAsync(HostPort listen, AccessTokens tokens)
    {
        var dashboard = await ServeAsync(listen, tokens);
        Attach(dashboard);
        return dashboard;
    }

    /// <summary>Gives a dashboard the coordinator to ask.</summary>
    internal void Attach(DashboardHost dashboard) =>
        dashboard.Attach(node!.Services.GetRequiredService<ActorSystem>(), node.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>());

    /// <summary>Serves without a coordinator to ask, as a process does whose node is not up yet.</summary>
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

    /// <summary>An experiment file of so many runs of so many epochs.</summary>
    public static string FileOf(string name, int runs, int epochs) => $$"""
        name: {{name}}
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: {{epochs}}, record_every: {{Math.Max(1, epochs / 20)}}}
        grid: {optimizer: [gd, adam], learning_rate: [0.001, 0.01], batch_size: [16], seed: 1..{{runs / 4}}}
        """;

    /// <summary>The file of an experiment of 1,200 runs of half a second or more each: it lasts for minutes.</summary>
    public static string LongFileOf(string name) => FileOf(name, 1200, 60_000);

    /// <summary>The file of an experiment whose configurations differ in parameters without a column of their own: four of one run.</summary>
    public static string FurtherAxesOf(string name) => $$"""
        name: {{name}}
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1], hidden_activation: [relu, tanh]}
        training: {epochs: 20}
        optimizers: { adam: { beta1: [0.5, 0.9] } }
        grid: {optimizer: [adam], learning_rate: [0.01], batch_size: [16], seed: 1}
        """;

    /// <summary>Submits, and gives the id.</summary>
    public async Task<string> SubmitAsync(string file)
    {
        using var answer = await SendAsync(HttpMethod.Post, new Uri(Open, "/api/v1/experiments"), file, "application/yaml");
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Submits, and waits until every run has ended and the tables know it.</summary>
    public Task<string> CompletedAsync(string name) => CompletedOfAsync(FileOf(name, 8, 40));

    /// <summary>The same of an experiment file.</summary>
    public async Task<string> CompletedOfAsync(string file)
    {
        var id = await SubmitAsync(file);
        await UntilAsync(new Uri(Open, $"/api/v1/experiments/{id}"), body => body.GetProperty("experiment").GetProperty("state").GetString() == "ended" && body.GetProperty("events_behind").GetInt64() == 0);
        return id;
    }

    /// <summary>Asks until the answer is as wanted.</summary>
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
            // Told below, with what there was instead.
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
