using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.History.Tables;
using NNOptim.Hosting;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The coordinator's node, from taking the lease to its loss or the process's end.</summary>
internal sealed class CoordinatorTerm : IAsyncDisposable
{
    /// <summary>A node that takes longer to end is left behind by the process, which ends with it.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

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

    /// <summary>The node's actors.</summary>
    public ActorSystem System { get; }

    /// <summary>Whether the history's tables are brought up to the journal at the end; false where nothing may be written any more.</summary>
    public bool EndsInOrder { get; set; }

    /// <summary>The way to the coordinator.</summary>
    public IActorRef Coordinator => host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();

    /// <summary>Starts the node.</summary>
    /// <param name="settings">What the process was started with.</param>
    /// <param name="database">The database, fenced for this term.</param>
    /// <param name="watch">Told when the journal is given up.</param>
    /// <param name="logger">The log.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CommandException">The node cannot listen on its address.</exception>
    public static async Task<CoordinatorTerm> StartAsync(
        CoordinatorProcessSettings settings, JournalDatabase database, DatabaseWatch watch, Serilog.ILogger logger, TimeProvider time)
    {
        var locks = new ExperimentLocks(database);
        var follower = HistoryFollower.Start(database, time, error => logger.Warning(error, "The history tables could not be brought up to the journal"));
        var host = NodeHosting.Build(settings.Node, logger, akka =>
        {
            akka.WithJournal(database)
                .WithCoordinator(new CoordinatorSettings { Locks = locks, IsLasting = true, DatabasePatience = settings.DatabasePatience }, time)
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

    /// <summary>Ends the node at once. What it had not persisted is done again by the next holder of the lease.</summary>
    /// <exception cref="CommandException">The node does not end, so that its port stays taken.</exception>
    public async ValueTask DisposeAsync()
    {
        if (!EndsInOrder)
        {
            locks.Abandon();
        }

        if (!await System.Terminate().EndsWithinAsync(EndPatience, time).ConfigureAwait(false))
        {
            throw CommandException.Infrastructure($"The coordinator's node has not ended within {EndPatience.TotalSeconds:0} s, and the process ends with it; start it again.");
        }

        await (EndsInOrder ? follower.EndAsync() : follower.DisposeAsync().AsTask()).ConfigureAwait(false);
        host.Dispose();
        locks.Dispose();
    }
}
