using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>The permissions of a token.</summary>
public enum AccessRole
{
    /// <summary>View experiments.</summary>
    Read,

    /// <summary>View and steer experiments.</summary>
    Admin,
}

/// <summary>A known caller.</summary>
/// <param name="Name">The name that the history records.</param>
/// <param name="Role">The caller's permissions.</param>
public sealed record Caller(string Name, AccessRole Role);

/// <summary>The tokens of a dashboard. Stores only their SHA-256, and compares in constant time.</summary>
public sealed class AccessTokens
{
    /// <summary>The least characters of a token: a shorter one could be guessed.</summary>
    public const int MinLength = 20;

    private readonly ImmutableArray<(Caller Caller, ImmutableArray<byte> Hash)> tokens;

    private AccessTokens(ImmutableArray<(Caller Caller, ImmutableArray<byte> Hash)> tokens) => this.tokens = tokens;

    /// <summary>No tokens: everyone who can reach the dashboard has all permissions.</summary>
    public static AccessTokens None { get; } = new([]);

    /// <summary>Whether there are tokens.</summary>
    public bool Any => tokens.Length > 0;

    /// <summary>A single token.</summary>
    /// <param name="caller">Its holder.</param>
    /// <param name="token">The token.</param>
    public static AccessTokens CreateOne(Caller caller, string token) => new([(caller, [.. Hash(token)])]);

    /// <summary>
    /// Parses tokens, one per line or separated by semicolons, each <c>NAME admin TOKEN</c> or <c>NAME read TOKEN</c>. Skips empty lines
    /// and lines that begin with #. Messages never contain a token.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The source of the text, for messages.</param>
    /// <param name="errors">Receives all errors.</param>
    public static AccessTokens Parse(string text, string source, ICollection<string> errors)
    {
        var tokens = ImmutableArray.CreateBuilder<(Caller Caller, ImmutableArray<byte> Hash)>();
        var lines = text.Split(['\n', ';']);
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0 || parts[0].StartsWith('#'))
            {
                continue;
            }

            var place = string.Create(CultureInfo.InvariantCulture, $"{source}:{i + 1}");
            if (parts is not [var name, var role, var token])
            {
                errors.Add($"{place}: write NAME, then admin or read, then TOKEN, separated by spaces.");
            }
            else if (role is not ("admin" or "read"))
            {
                errors.Add($"{place}: '{role}' is not allowed; give admin or read.");
            }
            else if (token.Length < MinLength)
            {
                errors.Add($"{place}: the token of {name} is shorter than {MinLength} characters; openssl rand -hex 24 creates one.");
            }
            else if (tokens.Any(known => known.Caller.Name == name))
            {
                errors.Add($"{place}: {name} has another token already; give each token its own name.");
            }
            else
            {
                tokens.Add((new Caller(name, role == "admin" ? AccessRole.Admin : AccessRole.Read), [.. Hash(token)]));
            }
        }

        if (errors.Count == 0 && tokens.Count == 0)
        {
            errors.Add($"{source}: it contains no token; write NAME, then admin or read, then TOKEN, separated by spaces.");
        }

        return new AccessTokens(tokens.ToImmutable());
    }

    /// <summary>The holder of a token; null if the token is unknown.</summary>
    public Caller? Find(string token)
    {
        var hash = Hash(token);
        Caller? found = null;
        foreach (var (caller, known) in tokens)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known.AsSpan()) ? caller : found;
        }

        return found;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
