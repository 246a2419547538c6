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

/// <summary>The web server of a coordinator's process. It serves the page, the HTTP API, health checks and metrics.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly CoordinatorGateway gateway;

    private DashboardHost(WebApplication application, CoordinatorGateway gateway, DashboardSettings settings)
    {
        this.application = application;
        this.gateway = gateway;
        var port = new Uri(application.Urls.First()).Port;
        Address = new Uri($"{(settings.Tls is null ? "http" : "https")}://{settings.Listen with { Port = port }}/");
    }

    /// <summary>The address that it serves.</summary>
    public Uri Address { get; }

    /// <summary>All its endpoints.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => application.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts the server. <see cref="Attach"/> sets the coordinator that it asks.</summary>
    /// <exception cref="IOException">The server cannot listen on the address.</exception>
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

    /// <summary>Sets the coordinator to ask: a node of this process.</summary>
    public void Attach(ActorSystem system, IActorRef coordinator) => gateway.Attach(system, coordinator);

    /// <summary>Makes this process a standby of the coordinator at another address.</summary>
    public void Detach(string holder) => gateway.Detach(holder);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(ShutdownTimeout);
        await application.StopAsync(deadline.Token).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(DashboardSettings settings, CoordinatorGateway gateway, Serilog.ILogger logger)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, NoLifetime>();
        // The server logs every request at lower levels.
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
        services.AddSingleton<UploadedDatasets>();
        services.AddSingleton<UploadedTables>();
        services.AddSingleton(new HistoryStore(settings.Database, TimeProvider.System));
        services.AddSingleton(new LogReader(settings.Logs));
        services.AddSingleton(new JournalProbe(settings.Database, TimeProvider.System));
        services.AddAccess();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<ReportRoutes>();
        services.AddSingleton<HealthRoutes>();
        services.AddSingleton<MetricsRoute>();

        var application = builder.Build();
        application.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = context => context.Exception is CoordinatorUnavailableException or Microsoft.AspNetCore.Http.BadHttpRequestException });
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
        DescriptionRoutes.Map(actions);
        SessionRoutes.Map(api);
        EventRoutes.Map(api);
        application.MapOpenApi("/api/v1/openapi.json").AllowAnonymous();
        application.Services.GetRequiredService<HealthRoutes>().Map(application);
        application.Services.GetRequiredService<MetricsRoute>().Map(application);
        PageRoutes.Map(application);
    }

    private static int StatusOf(Exception error) => error switch
    {
        CoordinatorUnavailableException => StatusCodes.Status503ServiceUnavailable,
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

    /// <summary>Disables signal handling: the command line handles signals.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
