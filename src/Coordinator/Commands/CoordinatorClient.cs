using System.Collections.Immutable;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Security;
using NNOptim.Shared.Settings;

namespace NNOptim.Coordinator.Commands;

/// <summary>A command line's connection to a coordinator elsewhere. Every question is repeated until it is answered.</summary>
internal sealed class CoordinatorClient : IAsyncDisposable
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IHost host;
    private readonly ActorSystem system;
    private readonly IActorRef coordinator;
    private readonly ImmutableArray<HostPort> addresses;

    private CoordinatorClient(IHost host, ImmutableArray<HostPort> addresses)
    {
        this.host = host;
        this.addresses = addresses;
        system = host.Services.GetRequiredService<ActorSystem>();
        coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorSingleton>();
    }

    /// <summary>Connects.</summary>
    public static async Task<CoordinatorClient> StartAsync(ImmutableArray<HostPort> addresses, TlsIdentity? tls)
    {
        // It dials and is never dialled, but must not have the address of a client on another machine.
        var isHere = addresses.All(address => NetworkSafety.IsLoopback(address.Host));
        var settings = new NodeSettings { PublicHost = isHere ? null : Environment.MachineName, Tls = tls };
        var host = NodeHosting.Build(
            settings, Serilog.Core.Logger.None, akka => akka.WithCoordinatorLink([.. addresses.Select(address => address.ToString())]));
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

    /// <summary>Carries out a command.</summary>
    /// <exception cref="CommandException">It was refused, or nobody answers.</exception>
    public async Task<ExperimentProgress> ExecuteAsync(IExperimentCommand command) =>
        await AskAsync<IExperimentAnswer>(command).ConfigureAwait(false) switch
        {
            ExperimentCommandDone done => done.Progress,
            ExperimentCommandRefused refused => throw CommandException.BadInput($"Experiment {refused.ExperimentId}: {refused.Reason}."),
            var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
        };

    /// <summary>The experiment that a person means: by id, by a prefix that only one id has, or as <c>last</c>.</summary>
    /// <exception cref="CommandException">None or several are meant.</exception>
    public async Task<ExperimentSummary> FindAsync(string given)
    {
        var experiments = (await AskAsync<ExperimentList>(new ListExperiments()).ConfigureAwait(false)).Experiments;
        if (given == ExperimentSelector.Last && experiments.MaxBy(experiment => experiment.SubmittedAt) is { } latest)
        {
            return latest;
        }

        var matches = experiments
            .Where(experiment => experiment.Progress.ExperimentId.Value.StartsWith(given, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return matches switch
        {
            [var only] => only,
            [] when ExperimentId.TryParse(given, out var id) => await DescribeAsync(id).ConfigureAwait(false),
            [] => throw CommandException.BadInput($"No experiment that this coordinator answers for begins with '{given}'; nnoptim status lists those there are."),
            _ => throw CommandException.BadInput($"'{given}' is the beginning of several ids: {string.Join(", ", matches.Select(match => match.Progress.ExperimentId))}."),
        };
    }

    /// <summary>One experiment of the coordinator's database, also one that ended long ago.</summary>
    private async Task<ExperimentSummary> DescribeAsync(ExperimentId id) =>
        await AskAsync<IProtocolMessage>(new DescribeExperiment(id)).ConfigureAwait(false) switch
        {
            ExperimentList { Experiments: [var only] } => only,
            ExperimentCommandRefused refused => throw CommandException.BadInput($"Experiment {id}: {refused.Reason}."),
            var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
        };

    /// <summary>The experiment's progress, now and whenever it changes.</summary>
    public ChannelReader<ExperimentProgress> Watch(ExperimentId id)
    {
        var channel = Channel.CreateUnbounded<ExperimentProgress>();
        system.ActorOf(ProgressListener.Props(id, coordinator, channel.Writer));
        return channel.Reader;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await system.Terminate().ConfigureAwait(false);
        host.Dispose();
    }
}
