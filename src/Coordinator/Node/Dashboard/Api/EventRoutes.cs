using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NNOptim.Coordinator.Dashboard.Feed;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The route of the feed of server-sent events.</summary>
internal static class EventRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Follow).WithName("followEvents")
            .WithSummary("Streams changes as server-sent events with ids. A client that reconnects with Last-Event-ID gets the events it missed, or a reset event.")
            .Produces<string>(200, "text/event-stream");

    private static ServerSentEventsResult<string> Follow(
        EventFeed feed,
        CancellationToken cancellation,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null,
        [Description("The same as Last-Event-ID, for clients that cannot send the header.")] string? after = null) =>
        TypedResults.ServerSentEvents(feed.FollowAsync(lastEventId ?? after, cancellation));
}
