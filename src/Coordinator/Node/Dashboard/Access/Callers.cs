namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Identifies callers by their tokens. A dashboard without tokens is reachable on loopback only, and every caller is the local user.</summary>
internal sealed class Callers(DashboardSettings settings)
{
    /// <summary>Whether callers need a token.</summary>
    public bool NeedTokens => settings.Tokens.Any;

    /// <summary>The caller with a token; null if callers need a token and this one is unknown.</summary>
    public Caller? Find(string? token) =>
        !NeedTokens ? Local(AccessRole.Admin)
        : token is null ? null
        : settings.Tokens.Find(token);

    /// <summary>The local user, in a role.</summary>
    public Caller Local(AccessRole role) => new(settings.LocalUser, role);
}
