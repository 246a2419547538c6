using System.Net;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Coordinator.Dashboard.Feed;
using NNOptim.Coordinator.Dashboard.Health;
using NNOptim.Coordinator.Dashboard.Page;
using NNOptim.History.Views;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>The web server of a coordinator's process: the page, the API under it, and what tells of the process's health.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly CoordinatorGateway gateway;

    private DashboardHost(WebApplication application, CoordinatorGateway gateway, DashboardSettings settings)
    {
        this.application = application;
        this.gateway = gateway;
        var port = new Uri(application.Urls.First()).Port;
        Address = new Uri($"{(settings.Tls is null ? "http" : "https")}://{settings.Listen with { Port = port }}/");
    }

    /// <summary>Where it is reached.</summary>
    public Uri Address { get; }

    /// <summary>Every endpoint that it serves.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => application.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts to serve. <see cref="Attach"/> says which coordinator it asks.</summary>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<DashboardHost> StartAsync(DashboardSettings settings, Serilog.ILogger logger)
    {
        var gateway = new CoordinatorGateway();
        var application = Build(settings, gateway, logger);
        try
        {
            await application.StartAsync(CancellationToken.None).ConfigureAwait(false);
            return new DashboardHost(application, gateway, settings);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>From now on this node of the process is asked.</summary>
    public void Attach(ActorSystem system, IActorRef coordinator) => gateway.Attach(system, coordinator);

    /// <summary>From now on this process is a standby of the coordinator on another address.</summary>
    public void Detach(string holder) => gateway.Detach(holder);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(Grace);
        await application.StopAsync(deadline.Token).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(DashboardSettings settings, CoordinatorGateway gateway, Serilog.ILogger logger)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, NoLifetime>();
        // The server tells of every request; the log is for what a person should know.
        services.AddSingleton<ILoggerFactory>(new Serilog.Extensions.Logging.SerilogLoggerFactory(
            new Serilog.LoggerConfiguration().MinimumLevel.Warning().WriteTo.Logger(logger).CreateLogger(), dispose: true));
        services.AddRoutingCore();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Problems.Explain);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        services.ConfigureHttpJsonOptions(options => HistoryJson.Configure(options.SerializerOptions));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(gateway);
        services.AddSingleton<KeptDatasets>();
        services.AddSingleton(new HistoryStore(settings.Database, TimeProvider.System));
        services.AddSingleton(new LogReader(settings.Logs));
        services.AddSingleton(new JournalProbe(settings.Database, TimeProvider.System));
        services.AddAccess();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<ReportRoutes>();
        services.AddSingleton<HealthRoutes>();
        services.AddSingleton<MetricsRoute>();

        var application = builder.Build();
        application.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = context => context.Exception is CoordinatorAwayException or Microsoft.AspNetCore.Http.BadHttpRequestException });
        application.UseStatusCodePages();
        application.UseAccess();
        Map(application);
        return application;
    }

    private static void Map(WebApplication application)
    {
        var api = application.MapGroup("/api/v1");
        var tagged = api.MapGroup("").AddEndpointFilter(EntityTags.FilterAsync);
        ExperimentRoutes.Map(tagged);
        RunRoutes.Map(tagged);
        WorkerRoutes.Map(tagged);
        application.Services.GetRequiredService<ReportRoutes>().Map(tagged);
        var actions = api.MapGroup("").RequireAuthorization(AccessServices.Steer);
        SteeringRoutes.Map(actions);
        DatasetRoutes.Map(actions);
        SessionRoutes.Map(api);
        EventRoutes.Map(api);
        application.MapOpenApi("/api/v1/openapi.json").AllowAnonymous();
        application.Services.GetRequiredService<HealthRoutes>().Map(application);
        application.Services.GetRequiredService<MetricsRoute>().Map(application);
        PageRoutes.Map(application);
    }

    private static int StatusOf(Exception error) => error switch
    {
        CoordinatorAwayException => StatusCodes.Status503ServiceUnavailable,
        Microsoft.AspNetCore.Http.BadHttpRequestException bad => bad.StatusCode,
        _ when DatabaseFailure.Is(error) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static void Listen(KestrelServerOptions kestrel, DashboardSettings settings)
    {
        kestrel.AddServerHeader = false;
        if (IPAddress.TryParse(settings.Listen.Host, out var address))
        {
            kestrel.Listen(address, settings.Listen.Port, Secure);
        }
        else if (settings.Listen.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && settings.Listen.Port != 0)
        {
            kestrel.ListenLocalhost(settings.Listen.Port, Secure);
        }
        else
        {
            kestrel.Listen(Dns.GetHostAddresses(settings.Listen.Host)[0], settings.Listen.Port, Secure);
        }

        void Secure(ListenOptions options)
        {
            if (settings.Tls is { } tls)
            {
                options.UseHttps(tls.Certificate);
            }
        }
    }

    /// <summary>Signals are the command line's business.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
