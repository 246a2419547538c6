using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Hosting.Remoting;

namespace NNOptim.Hosting;

/// <summary>Builds the host of a node: its logging and its actor system.</summary>
public static class NodeHosting
{
    /// <summary>A host with a node of these settings; <paramref name="configure"/> adds its actors.</summary>
    public static IHost Build(NodeSettings settings, Serilog.ILogger logger, Action<AkkaConfigurationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(new Serilog.Extensions.Logging.SerilogLoggerFactory(logger));
        builder.Services.AddAkka(NodeSettings.SystemName, (akka, _) =>
        {
            akka.AddHocon(NodeConfiguration.Create(settings), HoconAddMode.Prepend)
                .AddSetup(new NodeTransportSetup(settings.Tls, TimeProvider.System))
                .WithStrictSerialization()
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
            configure(akka);
        });
        return builder.Build();
    }

    /// <summary>The address at which other nodes reach this one, as <c>host:port</c>; <c>local</c> when none can.</summary>
    public static string AddressOf(ActorSystem system)
    {
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        return address.Host is null ? "local" : $"{address.Host}:{address.Port}";
    }

    /// <summary>The command line handles signals; the host neither prints nor listens for them.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
