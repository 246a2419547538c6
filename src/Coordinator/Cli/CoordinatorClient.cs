using System.Collections.Immutable;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>A command line's connection to a coordinator elsewhere. It repeats every question but the one for configurations until there is an answer.</summary>
internal sealed class CoordinatorClient : ICoordinatorClient
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConfigurationPatience = TimeSpan.FromSeconds(5);

    private readonly IHost host;
    private readonly ActorSystem system;
    private readonly IActorRef coordinator;
    private readonly ImmutableArray<HostPort> addresses;

    private CoordinatorClient(IHost host, ImmutableArray<HostPort> addresses)
    {
        this.host = host;
        this.addresses = addresses;
        system = host.Services.GetRequiredService<ActorSystem>();
        coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
    }

    /// <summary>Connects.</summary>
    public static async Task<CoordinatorClient> StartAsync(ImmutableArray<HostPort> addresses, TlsIdentity? tls)
    {
        // It dials and is never dialled, but must not have the address of a client on another machine.
        var isHere = addresses.All(address => NetworkSafety.IsLoopback(address.Host));
        var settings = new NodeSettings { PublicHost = isHere ? null : Environment.MachineName, Tls = tls };
        var host = NodeHosting.Build(
            settings, Serilog.Core.Logger.None, akka => akka.WithCoordinatorLink([.. addresses.Select(address => address.ToString())], TimeProvider.System));
        await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
        return new CoordinatorClient(host, addresses);
    }

    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="CommandException">Nobody answers.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(object question)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await coordinator.Ask<TAnswer>(question, RepeatInterval).ConfigureAwait(false);
            }
            catch (AskTimeoutException error) when (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw CommandException.Infrastructure(
                    $"No coordinator has answered at {string.Join(", ", addresses)} within {Patience.TotalSeconds:0} s. Is one running there, and reached from here (with the same TLS settings)?", error);
            }
            catch (AskTimeoutException)
            {
                // Messages get lost while there is no connection or no coordinator: ask again.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ExperimentSummary>> ExperimentsAsync() =>
        (await AskAsync<ExperimentList>(new ListExperiments()).ConfigureAwait(false)).Experiments;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkerSummary>> WorkersAsync() =>
        (await AskAsync<WorkerList>(new ListWorkers()).ConfigureAwait(false)).Workers;

    /// <inheritdoc/>
    public Task BringAsync(DatasetSpecification dataset) => DatasetUpload.SendAsync(this, dataset);

    /// <inheritdoc/>
    public async Task<ConfigurationList> ConfigurationsAsync(ExperimentId id)
    {
        try
        {
            return await coordinator.Ask<ConfigurationList>(new DescribeConfigurations(id), ConfigurationPatience).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            // No coordinator is there at the moment, or its program does not know the question.
            return new ConfigurationList(id, [], []);
        }
    }

    /// <inheritdoc/>
    public async Task<ExperimentProgress> ExecuteAsync(IExperimentCommand command) =>
        await AskAsync<IExperimentAnswer>(command).ConfigureAwait(false) switch
        {
            ExperimentCommandDone done => done.Progress,
            ExperimentCommandRefused refused => throw CommandException.BadInput($"Experiment {refused.ExperimentId}: {refused.Reason}."),
            var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
        };

    /// <inheritdoc/>
    public async Task<ExperimentSummary> DescribeAsync(ExperimentId id) =>
        await AskAsync<IProtocolMessage>(new DescribeExperiment(id)).ConfigureAwait(false) switch
        {
            ExperimentList { Experiments: [var only] } => only,
            ExperimentCommandRefused refused => throw CommandException.BadInput($"Experiment {id}: {refused.Reason}."),
            var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
        };

    /// <inheritdoc/>
    public IAsyncEnumerable<ExperimentProgress> WatchAsync(ExperimentId id, CancellationToken cancellation)
    {
        var channel = Channel.CreateUnbounded<ExperimentProgress>();
        system.ActorOf(ProgressListener.Props(id, coordinator, channel.Writer));
        return channel.Reader.ReadAllAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await system.Terminate().ConfigureAwait(false);
        host.Dispose();
    }
}
