using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>For whoever watches over the process: whether it lives, and whether it can do its work.</summary>
internal sealed class HealthRoutes(CoordinatorGateway gateway, JournalProbe journal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", LiveAsync).ExcludeFromDescription().AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().AllowAnonymous();
    }

    /// <summary>Alive: the actors of this process are given time. A standby has none, which is no reason to end it.</summary>
    private async Task<IResult> LiveAsync(CancellationToken cancellation)
    {
        if (gateway.System is not { WhenTerminated.IsCompleted: false } system)
        {
            return TypedResults.Text("alive");
        }

        try
        {
            await system.ActorSelection("/user").Ask<ActorIdentity>(new Identify(null), Patience, cancellation).ConfigureAwait(false);
            return TypedResults.Text("alive");
        }
        catch (AskTimeoutException)
        {
            return TypedResults.Text("the actors do not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Ready: this process is the coordinator, which answers, or a standby that knows the coordinator; and the journal takes what is written.</summary>
    private async Task<IResult> ReadyAsync(CancellationToken cancellation)
    {
        var reasons = new List<string>();
        if (gateway.System is not { WhenTerminated.IsCompleted: false })
        {
            if (gateway.Holder.Length == 0)
            {
                reasons.Add("this process is not the coordinator, and knows of none");
            }
        }
        else
        {
            try
            {
                await gateway.AskAsync<WorkerList>(new ListWorkers(), cancellation, Patience).ConfigureAwait(false);
            }
            catch (CoordinatorAwayException)
            {
                reasons.Add("no coordinator answers");
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
