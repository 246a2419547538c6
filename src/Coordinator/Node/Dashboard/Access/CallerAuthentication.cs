using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>
/// Authenticates a request by its bearer token or its browser session. Without tokens it authenticates every caller as the local user. A
/// browser without a session may then only read.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Callers callers, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme, and the challenge in 401 responses.</summary>
    public const string SchemeName = "Bearer";

    /// <summary>The authentication type of a browser session.</summary>
    public const string BySession = "Session";

    private const string Prefix = SchemeName + " ";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Identify(Context) is { } identity
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name))
            : AuthenticateResult.NoResult());

    private ClaimsIdentity? Identify(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return IdentityOf(callers.Find(authorization[Prefix.Length..].Trim()), Scheme.Name);
        }

        return sessions.Current(context) is { } session ? IdentityOf(session.Caller, BySession)
            : callers.NeedTokens ? null
            : IdentityOf(callers.Local(RequestOrigin.IsBrowser(context.Request) ? AccessRole.Read : AccessRole.Admin), Scheme.Name);
    }

    private static ClaimsIdentity? IdentityOf(Caller? caller, string kind) => caller is null
        ? null
        : new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name), new Claim(ClaimTypes.Role, caller.Role.ToString())], kind);
}
