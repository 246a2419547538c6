using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Coordinator.Dashboard.Access;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>Lets browsers in: these cannot show a token with every request, so they get a cookie for it.</summary>
internal static class SessionRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/session", Show).WithName("getSession").WithSummary("Tells whose session the request has.");
        routes.MapPost("/session", Begin).WithName("beginSession").WithSummary("Begins a session: sets its cookie, and gives its anti-forgery token.").ProducesProblem(401);
        routes.MapDelete("/session", End).WithName("endSession").WithSummary("Ends the session.");
    }

    private static Ok<SessionState> Show(HttpContext context, AccessControl access) =>
        TypedResults.Ok(StateOf(access, access.SessionOf(context)));

    private static Results<Ok<SessionState>, ProblemHttpResult> Begin(SessionRequest request, HttpContext context, AccessControl access, Sessions sessions)
    {
        if (access.Admit(request.Token) is not { } caller)
        {
            return TypedResults.Problem("The token is not known.", statusCode: StatusCodes.Status401Unauthorized);
        }

        var (id, session) = sessions.Begin(caller);
        context.Response.Cookies.Append(AccessControl.CookieOf(context), id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
        return TypedResults.Ok(StateOf(access, session));
    }

    private static NoContent End(HttpContext context, Sessions sessions)
    {
        sessions.End(context.Request.Cookies[AccessControl.CookieOf(context)]);
        context.Response.Cookies.Delete(AccessControl.CookieOf(context));
        return TypedResults.NoContent();
    }

    private static SessionState StateOf(AccessControl access, Session? session) => new(
        access.NeedsToken, session?.Caller.Name, session?.Caller.Role.ToString().ToLowerInvariant(), session?.AntiforgeryToken);
}
