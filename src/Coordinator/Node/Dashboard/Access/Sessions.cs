using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>The session of a browser.</summary>
/// <param name="Caller">The signed-in caller.</param>
/// <param name="AntiforgeryToken">The token that actions must send besides the cookie, since browsers add the cookie to requests of other sites too.</param>
/// <param name="ExpiresAt">The time at which the session expires.</param>
internal sealed record Session(Caller Caller, string AntiforgeryToken, DateTimeOffset ExpiresAt)
{
    /// <summary>The request header with the anti-forgery token of the session.</summary>
    public const string AntiforgeryHeader = "X-Antiforgery-Token";

    /// <summary>Whether a token is the session's anti-forgery token.</summary>
    public bool Accepts(string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(AntiforgeryToken));
}

/// <summary>The sessions of browsers, in memory: a restarted process has none.</summary>
internal sealed class Sessions(TimeProvider time)
{
    private static readonly TimeSpan Duration = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>The name of the session cookie. It contains the port, because browsers share cookies among the ports of a host.</summary>
    public static string CookieName(HttpContext context) => $"nnoptim-session-{context.Connection.LocalPort}";

    /// <summary>The session of a request; null if it has none or the session has expired.</summary>
    public Session? Current(HttpContext context) => Find(context.Request.Cookies[CookieName(context)]);

    /// <summary>Begins a session. Returns it with the value of its cookie.</summary>
    public (string Id, Session Session) Begin(Caller caller)
    {
        foreach (var (old, session) in sessions)
        {
            if (session.ExpiresAt < time.GetUtcNow())
            {
                sessions.TryRemove(old, out _);
            }
        }

        var id = Random();
        var begun = new Session(caller, Random(), time.GetUtcNow() + Duration);
        sessions[id] = begun;
        return (id, begun);
    }

    /// <summary>Ends a session.</summary>
    public void End(string? id)
    {
        if (id is not null)
        {
            sessions.TryRemove(id, out _);
        }
    }

    private Session? Find(string? id) =>
        id is not null && sessions.TryGetValue(id, out var session) && session.ExpiresAt >= time.GetUtcNow() ? session : null;

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
