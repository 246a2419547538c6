using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.History.Tables;
using NNOptim.Hosting;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The coordinator's node for one lease term: from acquiring the lease until it is lost or the process ends.</summary>
internal sealed class CoordinatorTerm : IAsyncDisposable
{
    /// <summary>The time that the node has to end. After this time the process ends with an error.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly IHost host;
    private readonly ExperimentLocks locks;
    private readonly HistoryFollower follower;
    private readonly TimeProvider time;

    private CoordinatorTerm(IHost host, ExperimentLocks locks, HistoryFollower follower, TimeProvider time)
    {
        this.host = host;
        this.locks = locks;
        this.follower = follower;
        this.time = time;
        System = host.Services.GetRequiredService<ActorSystem>();
    }

    /// <summary>The node's actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>Whether the history tables are updated at the end; false when nothing may be written any more.</summary>
    public bool EndsNormally { get; set; }

    /// <summary>The coordinator actor.</summary>
    public IActorRef Coordinator => host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();

    /// <summary>Starts the node.</summary>
    /// <param name="settings">The settings of the process.</param>
    /// <param name="database">The database, fenced for this term.</param>
    /// <param name="watch">Notified when the journal is given up.</param>
    /// <param name="logger">The log.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CommandException">The node cannot listen on its address.</exception>
    public static async Task<CoordinatorTerm> StartAsync(
        CoordinatorProcessSettings settings, JournalDatabase database, DatabaseWatch watch, Serilog.ILogger logger, TimeProvider time)
    {
        var locks = new ExperimentLocks(database);
        var follower = HistoryFollower.Start(database, time, error => logger.Warning(error, "The history tables could not be updated from the journal"));
        var host = NodeHosting.Build(settings.Node, logger, akka =>
        {
            akka.WithJournal(database)
                .WithCoordinator(new CoordinatorSettings { Locks = locks, IsPermanent = true, DatabaseTimeout = settings.DatabaseTimeout }, time)
                .WithEntryPoint()
                .AddStartup((system, _) => system.ActorOf(JournalListener.Props(watch), "journal-listener"));
            if (settings.HealthFile is { } file)
            {
                akka.WithHealthFile(file);
            }
        });
        try
        {
            await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
            return new CoordinatorTerm(host, locks, follower, time);
        }
        catch (Exception error)
        {
            await follower.DisposeAsync().ConfigureAwait(false);
            locks.Dispose();
            host.Dispose();
            if (ListenFailure.Describe(error, settings.Listen, settings.ListenSource) is { } words)
            {
                throw CommandException.Infrastructure(words, error);
            }

            throw;
        }
    }

    /// <summary>Ends the node at once. The next lease holder repeats what this node had not persisted.</summary>
    /// <exception cref="CommandException">The node does not end in time, so its port stays in use.</exception>
    public async ValueTask DisposeAsync()
    {
        if (!EndsNormally)
        {
            locks.Abandon();
        }

        if (!await System.Terminate().EndsWithinAsync(StopTimeout, time).ConfigureAwait(false))
        {
            throw CommandException.Infrastructure($"The coordinator's node did not end within {StopTimeout.TotalSeconds:0} s, so the process exits; start it again.");
        }

        await (EndsNormally ? follower.EndAsync() : follower.DisposeAsync().AsTask()).ConfigureAwait(false);
        host.Dispose();
        locks.Dispose();
    }
}
