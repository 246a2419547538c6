using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>The health checks of the process: liveness and readiness.</summary>
internal sealed class HealthRoutes(CoordinatorGateway gateway, JournalProbe journal)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", LiveAsync).ExcludeFromDescription().AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().AllowAnonymous();
    }

    /// <summary>Alive: the actors of this process respond. A standby has no actors and is alive.</summary>
    private async Task<IResult> LiveAsync(CancellationToken cancellation)
    {
        if (gateway.System is not { WhenTerminated.IsCompleted: false } system)
        {
            return TypedResults.Text("alive");
        }

        try
        {
            await system.ActorSelection("/user").Ask<ActorIdentity>(new Identify(null), Timeout, cancellation).ConfigureAwait(false);
            return TypedResults.Text("alive");
        }
        catch (AskTimeoutException)
        {
            return TypedResults.Text("the actors do not respond", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Ready: the coordinator of this process responds, or this standby knows the coordinator's address; and the journal accepts writes.</summary>
    private async Task<IResult> ReadyAsync(CancellationToken cancellation)
    {
        var reasons = new List<string>();
        if (gateway.System is not { WhenTerminated.IsCompleted: false })
        {
            if (gateway.Holder.Length == 0)
            {
                reasons.Add("this process is a standby and knows no coordinator");
            }
        }
        else
        {
            try
            {
                await gateway.AskAsync<WorkerList>(new ListWorkers(), cancellation, Timeout).ConfigureAwait(false);
            }
            catch (CoordinatorUnavailableException)
            {
                reasons.Add("no coordinator responds");
            }
        }

        if (await journal.FailureAsync(cancellation).ConfigureAwait(false) is { } failure)
        {
            reasons.Add($"the journal cannot be written: {failure}");
        }

        return reasons.Count == 0
            ? TypedResults.Text("ready")
            : TypedResults.Text(string.Join("; ", reasons), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
