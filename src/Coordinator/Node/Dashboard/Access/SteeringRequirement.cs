using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Requires an admin for actions and, in a browser session, the anti-forgery token.</summary>
/// <param name="ForReadsToo">Whether GET and HEAD require them too.</param>
internal sealed record SteeringRequirement(bool ForReadsToo) : IAuthorizationRequirement;

/// <summary>Evaluates the requirement.</summary>
internal sealed class SteeringHandler(Callers callers, Sessions sessions) : AuthorizationHandler<SteeringRequirement>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SteeringRequirement requirement)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not { IsAuthenticated: true })
        {
            return Task.CompletedTask;
        }

        var isAction = requirement.ForReadsToo || !RequestOrigin.IsRead(http.Request);
        if (isAction && ReasonToRefuse(http) is { } reason)
        {
            context.Fail(new AuthorizationFailureReason(this, reason));
        }
        else
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private string? ReasonToRefuse(HttpContext http)
    {
        if (!http.User.IsInRole(nameof(AccessRole.Admin)))
        {
            return callers.NeedTokens
                ? $"The token of {http.User.Identity!.Name} may view experiments but not steer them."
                : "This page has no session, or its session has expired. Reload the page.";
        }

        // A request of another site can carry the cookie, but no bearer token.
        var isBySession = http.User.Identity!.AuthenticationType == CallerAuthentication.BySession;
        return isBySession && sessions.Current(http)?.Accepts(http.Request.Headers[Session.AntiforgeryHeader]) != true
            ? $"The header {Session.AntiforgeryHeader} is missing or belongs to another session."
            : null;
    }
}
