using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>What the holder of a token may do.</summary>
public enum AccessRole
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Look and steer.</summary>
    Admin,
}

/// <summary>Somebody whom the dashboard knows.</summary>
/// <param name="Name">The name that the history keeps.</param>
/// <param name="Role">What they may do.</param>
public sealed record Caller(string Name, AccessRole Role);

/// <summary>The tokens of a dashboard. Holds their SHA-256 alone, and compares in constant time.</summary>
public sealed class AccessTokens
{
    /// <summary>A shorter token could be guessed.</summary>
    public const int ShortestToken = 20;

    private readonly ImmutableArray<(Caller Caller, ImmutableArray<byte> Hash)> tokens;

    private AccessTokens(ImmutableArray<(Caller Caller, ImmutableArray<byte> Hash)> tokens) => this.tokens = tokens;

    /// <summary>No token: whoever reaches the dashboard may do all.</summary>
    public static AccessTokens None { get; } = new([]);

    /// <summary>Whether a token is needed.</summary>
    public bool Any => tokens.Length > 0;

    /// <summary>One token.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="token">The token.</param>
    public static AccessTokens CreateOne(Caller caller, string token) => new([(caller, [.. Hash(token)])]);

    /// <summary>
    /// Reads tokens: one a line, or parted by semicolons, each <c>NAME admin TOKEN</c> or <c>NAME read TOKEN</c>. Empty lines
    /// and lines that begin with # are passed over. Messages never repeat a token.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <param name="errors">Everything wrong with it.</param>
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
                errors.Add($"{place}: a line is NAME, admin or read, and TOKEN, parted by spaces.");
            }
            else if (role is not ("admin" or "read"))
            {
                errors.Add($"{place}: '{role}' is not allowed; give admin or read.");
            }
            else if (token.Length < ShortestToken)
            {
                errors.Add($"{place}: the token of {name} is shorter than {ShortestToken} characters; openssl rand -hex 24 makes one.");
            }
            else if (tokens.Any(known => known.Caller.Name == name))
            {
                errors.Add($"{place}: there is another token of {name}; give each a name of its own.");
            }
            else
            {
                tokens.Add((new Caller(name, role == "admin" ? AccessRole.Admin : AccessRole.Read), [.. Hash(token)]));
            }
        }

        if (errors.Count == 0 && tokens.Count == 0)
        {
            errors.Add($"{source}: there is no token in it; a line is NAME, admin or read, and TOKEN, parted by spaces.");
        }

        return new AccessTokens(tokens.ToImmutable());
    }

    /// <summary>Whose token it is; null when it is nobody's.</summary>
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
