using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NNOptim.Coordinator.Dashboard.Health;
using NNOptim.Shared.Security;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>
/// Decides of every request to the API whose it is and whether they may. A program shows its token with each request; a
/// browser shows it once, and then a cookie and, with actions, an anti-forgery token. Where there are no tokens, which is on
/// loopback alone, programs may do all, and browsers once the page itself has asked for a session.
/// </summary>
internal sealed partial class AccessControl(AccessTokens tokens, Sessions sessions, string localUser, ILogger<AccessControl> logger)
{
    /// <summary>The header in which a page's actions show the anti-forgery token of its session.</summary>
    public const string AntiforgeryHeader = "X-Antiforgery-Token";

    private const string Bearer = "Bearer ";

    /// <summary>Whether a token is needed.</summary>
    public bool NeedsToken => tokens.Any;

    /// <summary>The cookie of a request's session. Browsers share cookies among the ports of a host.</summary>
    public static string CookieOf(HttpContext context) => $"nnoptim-session-{context.Connection.LocalPort}";

    /// <summary>The session of a request; null when it has none.</summary>
    public Session? SessionOf(HttpContext context) => sessions.Find(context.Request.Cookies[CookieOf(context)]);

    /// <summary>Who may be let in with a token, or without where none is needed; null for nobody.</summary>
    public Caller? Admit(string? token) =>
        !tokens.Any ? new Caller(localUser, AccessRole.Admin)
        : token is null ? null
        : tokens.Find(token);

    /// <summary>Whose request it is; null when it shows nothing that is known.</summary>
    public Caller? CallerOf(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return tokens.Any ? tokens.Find(authorization[Bearer.Length..].Trim()) : new Caller(localUser, AccessRole.Admin);
        }

        if (SessionOf(context) is { } session)
        {
            return session.Caller;
        }

        return tokens.Any ? null : new Caller(localUser, IsFromBrowser(context) ? AccessRole.Read : AccessRole.Admin);
    }

    /// <summary>Answers what may not go on, and lets the rest through.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (Refuse(context) is { } refusal)
        {
            LogRefusal(context.Request.Method, context.Request.Path, refusal.Detail);
            if (refusal.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }

            await Results.Problem(refusal.Detail, statusCode: refusal.Status).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private (int Status, string Detail)? Refuse(HttpContext context)
    {
        var isAction = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        if (!tokens.Any && !NetworkSafety.IsLoopback(context.Request.Host.Host))
        {
            return (StatusCodes.Status421MisdirectedRequest, "Without tokens the dashboard answers to localhost alone, so that no page elsewhere can pass for it.");
        }

        if (isAction && IsFromElsewhere(context))
        {
            return (StatusCodes.Status403Forbidden, "Another page asked for this action.");
        }

        if (IsOpen(context.Request.Path))
        {
            return null;
        }

        if (CallerOf(context) is not { } caller)
        {
            return (StatusCodes.Status401Unauthorized, "A token is needed: Authorization: Bearer TOKEN.");
        }

        if (isAction && caller.Role != AccessRole.Admin)
        {
            return (StatusCodes.Status403Forbidden, tokens.Any
                ? $"The token of {caller.Name} may look, and not steer."
                : "This page has no session (any more); load it again.");
        }

        var hasOwnToken = context.Request.Headers.ContainsKey("Authorization");
        return isAction && !hasOwnToken && SessionOf(context) is { } session && !session.Accepts(context.Request.Headers[AntiforgeryHeader])
            ? (StatusCodes.Status403Forbidden, $"The header {AntiforgeryHeader} is missing or of another session.")
            : null;
    }

    /// <summary>The page itself and the health hold no secret; how one is let in must be open.</summary>
    private static bool IsOpen(PathString path) =>
        !(path.StartsWithSegments("/api", StringComparison.Ordinal) || path.Equals(MetricsRoute.Path, StringComparison.Ordinal))
        || path.StartsWithSegments("/api/v1/session", StringComparison.Ordinal) || path.Equals("/api/v1/openapi.json", StringComparison.Ordinal);

    private static bool IsFromBrowser(HttpContext context) =>
        context.Request.Headers.ContainsKey("Origin") || context.Request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <summary>Browsers say where a page is from that asks; programs say nothing.</summary>
    private static bool IsFromElsewhere(HttpContext context)
    {
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var origin = context.Request.Headers.Origin.ToString();
        return (site.Length > 0 && site != "same-origin")
            || (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && string.Equals(page.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dashboard refused {Method} {Path}: {Reason}")]
    private partial void LogRefusal(string method, string path, string reason);
}
