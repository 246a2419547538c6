namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Tells who shows a token. Without tokens, which is on loopback alone, everybody is the local user.</summary>
internal sealed class Callers(DashboardSettings settings)
{
    /// <summary>Whether a token is needed.</summary>
    public bool NeedTokens => settings.Tokens.Any;

    /// <summary>Whose token it is; null when a token is needed and this is nobody's.</summary>
    public Caller? Find(string? token) =>
        !NeedTokens ? Local(AccessRole.Admin)
        : token is null ? null
        : settings.Tokens.Find(token);

    /// <summary>The local user, with what they may do.</summary>
    public Caller Local(AccessRole role) => new(settings.LocalUser, role);
}
