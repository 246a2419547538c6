using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Responds to refused requests with problem details, and logs them.</summary>
internal sealed partial class Refusals(ILogger<Refusals> logger) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Challenged)
        {
            context.Response.Headers.WWWAuthenticate = CallerAuthentication.SchemeName;
            return WriteAsync(context, StatusCodes.Status401Unauthorized, "This request needs a token. Send the header Authorization: Bearer TOKEN.");
        }

        var reason = authorizeResult.AuthorizationFailure?.FailureReasons.FirstOrDefault()?.Message;
        return WriteAsync(context, StatusCodes.Status403Forbidden, reason ?? "The request is not allowed.");
    }

    /// <summary>Responds with a status and the reason for it.</summary>
    public Task WriteAsync(HttpContext context, int status, string detail)
    {
        LogRefusal(context.Request.Method, context.Request.Path, detail);
        return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dashboard refused {Method} {Path}: {Reason}")]
    private partial void LogRefusal(string method, string path, string reason);
}
