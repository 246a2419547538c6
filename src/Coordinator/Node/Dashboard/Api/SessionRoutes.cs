using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using NNOptim.Coordinator.Dashboard.Access;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes of browser sessions. A browser exchanges its token for a cookie, because it cannot send the token with every request.</summary>
internal static class SessionRoutes
{
    /// <summary>The size limit of the body, which holds only a token. No authentication protects the route.</summary>
    private const int MaxBodyBytes = 4096;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/session", Show).WithName("getSession").WithSummary("Gets the session of the request.").AllowAnonymous();
        routes.MapPost("/session", Begin).WithName("beginSession").WithSummary("Begins a session: sets its cookie and returns its anti-forgery token.").ProducesProblem(401)
            .WithMetadata(new RequestLimit(MaxBodyBytes)).AllowAnonymous();
        routes.MapDelete("/session", End).WithName("endSession").WithSummary("Ends the session.").AllowAnonymous();
    }

    private static Ok<SessionState> Show(HttpContext context, Callers callers, Sessions sessions) =>
        TypedResults.Ok(StateOf(callers, sessions.Current(context)));

    private static Results<Ok<SessionState>, ProblemHttpResult> Begin(SessionRequest request, HttpContext context, Callers callers, Sessions sessions)
    {
        if (callers.Find(request.Token) is not { } caller)
        {
            return TypedResults.Problem("The token is invalid.", statusCode: StatusCodes.Status401Unauthorized);
        }

        var (id, session) = sessions.Begin(caller);
        context.Response.Cookies.Append(Sessions.CookieName(context), id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
        return TypedResults.Ok(StateOf(callers, session));
    }

    private static NoContent End(HttpContext context, Sessions sessions)
    {
        sessions.End(context.Request.Cookies[Sessions.CookieName(context)]);
        context.Response.Cookies.Delete(Sessions.CookieName(context));
        return TypedResults.NoContent();
    }

    private static SessionState StateOf(Callers callers, Session? session) => new(
        callers.NeedTokens, session?.Caller.Name, session?.Caller.Role.ToString().ToLowerInvariant(), session?.AntiforgeryToken);

    private sealed record RequestLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
