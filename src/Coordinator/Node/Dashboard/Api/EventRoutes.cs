using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NNOptim.Coordinator.Dashboard.Feed;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The news, as server-sent events.</summary>
internal static class EventRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Follow).WithName("followEvents")
            .WithSummary("Tells what changes, as server-sent events with ids; whoever comes back with Last-Event-ID gets what was missed, or reset.")
            .Produces<string>(200, "text/event-stream");

    private static ServerSentEventsResult<string> Follow(
        EventFeed feed,
        CancellationToken cancellation,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null,
        [Description("The same as Last-Event-ID, for those who cannot send the header.")] string? after = null) =>
        TypedResults.ServerSentEvents(feed.FollowAsync(lastEventId ?? after, cancellation));
}
