using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Demands a caller who may steer and, of a browser session, its anti-forgery token.</summary>
/// <param name="OfReadsToo">Whether it is demanded of GET and HEAD as well, and not only of the other methods.</param>
internal sealed record SteeringRequirement(bool OfReadsToo) : IAuthorizationRequirement;

/// <summary>Decides the requirement.</summary>
internal sealed class SteeringHandler(Callers callers, Sessions sessions) : AuthorizationHandler<SteeringRequirement>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SteeringRequirement requirement)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not { IsAuthenticated: true })
        {
            return Task.CompletedTask;
        }

        var isAction = requirement.OfReadsToo || !RequestOrigin.IsRead(http.Request);
        if (isAction && ReasonAgainst(http) is { } reason)
        {
            context.Fail(new AuthorizationFailureReason(this, reason));
        }
        else
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private string? ReasonAgainst(HttpContext http)
    {
        if (!http.User.IsInRole(nameof(AccessRole.Admin)))
        {
            return callers.NeedTokens
                ? $"The token of {http.User.Identity!.Name} may look, and not steer."
                : "This page has no session (any more); load it again.";
        }

        // Only a cookie goes out with requests that another page caused.
        var isBySession = http.User.Identity!.AuthenticationType == CallerAuthentication.BySession;
        return isBySession && sessions.Current(http)?.Accepts(http.Request.Headers[Session.AntiforgeryHeader]) != true
            ? $"The header {Session.AntiforgeryHeader} is missing or of another session."
            : null;
    }
}
