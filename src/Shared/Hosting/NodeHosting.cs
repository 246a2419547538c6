using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NNOptim.Shared.Hosting;

/// <summary>Builds the host of a node: logging and an actor system that is a member of the cluster or its client.</summary>
public static class NodeHosting
{
    /// <summary>A host with a node of these settings; <paramref name="configure"/> adds its actors.</summary>
    public static IHost Build(NodeSettings settings, Serilog.ILogger logger, Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(new Serilog.Extensions.Logging.SerilogLoggerFactory(logger));
        builder.Services.AddAkka(NodeSettings.SystemName, (akka, services) =>
        {
            akka.AddHocon(NodeConfiguration.Of(settings), HoconAddMode.Prepend)
                .AddHocon(NodeConfiguration.ToolDefaults, HoconAddMode.Append)
                .WithStrictSerialization()
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
            if (settings.Tls is { } tls)
            {
                akka.WithTls(tls, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            }

            configure(akka);
            if (settings.IsMember && settings.Seeds.IsEmpty && !settings.JoinsLater)
            {
                akka.AddStartup((system, _) => Cluster.Get(system).Join(Cluster.Get(system).SelfAddress));
            }
        });
        return builder.Build();
    }

    /// <summary>The address other nodes reach this one by, as <c>host:port</c>.</summary>
    public static string AddressOf(ActorSystem system)
    {
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        return $"{address.Host}:{address.Port}";
    }

    /// <summary>Signals are the command line's business; the host neither prints nor listens for them.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
