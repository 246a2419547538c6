using System.Collections.Immutable;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Coordinator.Dashboard;
using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Coordinator.Tests.Dashboard;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using NNOptim.Training;
using NNOptim.Worker.Actors;

namespace NNOptim.Coordinator.Tests.Declarations;

/// <summary>A coordinator with a worker, a journal and an API that know trainables which the program does not have.</summary>
internal sealed class DeclaredNode : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-declared-").FullName;
    private readonly IHost node;
    private DashboardHost? dashboard;
    private HistoryFollower? follower;

    private DeclaredNode(ImmutableArray<ITrainable> trainables)
    {
        Database = new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));
        Database.Prepare();
        node = NodeHosting.Build(new NodeSettings { IsConnected = false, Slots = 1 }, Serilog.Core.Logger.None, akka => akka
            .WithJournal(Database)
            .WithCoordinator(new CoordinatorSettings { IsPermanent = true }, TimeProvider.System)
            .WithWorker(1, TimeProvider.System, settings => settings with { Trainables = new TrainableSet(trainables) }));
    }

    public JournalDatabase Database { get; }

    /// <summary>A folder for the output of a test.</summary>
    public string Folder => folder;

    public static async Task<DeclaredNode> StartAsync(params ImmutableArray<ITrainable> trainables)
    {
        var started = new DeclaredNode(trainables);
        await started.node.StartAsync(CancellationToken.None);
        started.follower = HistoryFollower.Start(started.Database, TimeProvider.System, _ => { }, isWatched: true);
        started.dashboard = await DashboardHost.StartAsync(
            new DashboardSettings
            {
                Listen = new HostPort("127.0.0.1", 0),
                Database = started.Database,
                Logs = started.folder,
                LocalUser = "tester",
                Tokens = AccessTokens.None,
                Environment = _ => Actors.Experiments.Environment,
                Trainables = new TrainableCatalog([.. trainables.Select(trainable => trainable.Declaration)]),
                NewId = () => ExperimentId.Draw(Random.Shared),
                Report = record => record.Id.Value,
            },
            Serilog.Core.Logger.None);
        started.dashboard.Attach(
            started.node.Services.GetRequiredService<ActorSystem>(), started.node.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>());
        return started;
    }

    /// <summary>Submits a file, waits until every run has ended and the tables include it, and returns the experiment's record.</summary>
    public async Task<ExperimentRecord> RunAsync(string file)
    {
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Post, Address("experiments"), file, "application/yaml");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
        await LiveDashboard.UntilAsync(
            Address($"experiments/{id}"),
            seen => seen.GetProperty("experiment").GetProperty("state").GetString() == "ended" && seen.GetProperty("events_behind").GetInt64() == 0);
        return ExperimentHistory.Replay(new JournalReader(Database).Events(ExperimentId.Parse(id))).ShouldNotBeNull();
    }

    /// <summary>The answer of the API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, Address(path));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The rows of a query of the tables.</summary>
    public List<object?[]> Query(string sql)
    {
        using var connection = Database.OpenToRead()!;
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await follower!.EndAsync();
        await dashboard!.DisposeAsync();
        await node.Services.GetRequiredService<ActorSystem>().Terminate();
        node.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private Uri Address(string path) => new(dashboard!.Address, $"/api/v1/{path}");
}
