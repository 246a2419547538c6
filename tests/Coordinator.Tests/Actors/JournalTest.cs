using Akka.Hosting;
using Microsoft.Data.Sqlite;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.Hosting;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>Tests on a real journal in their own folder.</summary>
public abstract class JournalTest : Akka.Hosting.TestKit.TestKit
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-journal-").FullName;

    protected JournalTest(ITestOutputHelper? output = null, Func<string, JournalDatabase>? database = null)
        : base(output: output)
    {
        Database = database?.Invoke(folder) ?? new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));
        Database.Prepare();
    }

    /// <summary>The journal, in the product's configuration.</summary>
    protected JournalDatabase Database { get; }

    protected JournalReader Reader => new(Database);

    /// <summary>The maximum time to wait for an event that should come at once.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider)
    {
        builder
            .AddHocon(NodeConfiguration.Create(new NodeSettings { IsConnected = false }), HoconAddMode.Prepend)
            .AddHocon("akka { loglevel = WARNING, test.single-expect-default = 20s }", HoconAddMode.Prepend)
            .WithJournal(Database);
    }

    protected IReadOnlyList<IExperimentEvent> Events(ExperimentId id) => Reader.Events(id);

    protected static CoordinatorSettings Settings { get; } = new()
    {
        LeaseDuration = TimeSpan.FromMinutes(10),
        ProgressInterval = TimeSpan.FromMilliseconds(20),
    };

    protected override async Task AfterAllAsync()
    {
        await base.AfterAllAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
