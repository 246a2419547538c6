using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>A browser that was let in.</summary>
/// <param name="Caller">Who.</param>
/// <param name="AntiforgeryToken">What its actions must show besides the cookie, which the browser sends by itself whoever asks for it.</param>
/// <param name="ExpiresAt">When it is over.</param>
internal sealed record Session(Caller Caller, string AntiforgeryToken, DateTimeOffset ExpiresAt)
{
    /// <summary>The header in which a page's actions show the anti-forgery token of its session.</summary>
    public const string AntiforgeryHeader = "X-Antiforgery-Token";

    /// <summary>Whether a text is the session's anti-forgery token.</summary>
    public bool Accepts(string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(AntiforgeryToken));
}

/// <summary>The browsers that were let in; those of an earlier process ask again.</summary>
internal sealed class Sessions(TimeProvider time)
{
    private static readonly TimeSpan Duration = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>The cookie of a request's session. Browsers share cookies among the ports of a host.</summary>
    public static string CookieOf(HttpContext context) => $"nnoptim-session-{context.Connection.LocalPort}";

    /// <summary>The session of a request; null when it has none (any more).</summary>
    public Session? Current(HttpContext context) => Find(context.Request.Cookies[CookieOf(context)]);

    /// <summary>Lets a browser in; gives the value of its cookie.</summary>
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
