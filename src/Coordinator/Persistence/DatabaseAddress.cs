using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace NNOptim.Persistence;

/// <summary>
/// Reads the value of <c>--db</c>: a PostgreSQL connection, as <c>Host=...;Database=...;Username=...</c> or as
/// <c>postgres://user@host:port/database</c>, or else the path of a SQLite file. Pure except that it resolves the path. Errors name keys
/// and never hold a value that may be a password.
/// </summary>
public static partial class DatabaseAddress
{
    private const string Example = "Host=localhost;Database=nnoptim;Username=me or postgres://me@localhost:5432/nnoptim";

    /// <summary>The keys of connection addresses (libpq's names) and Npgsql's names for them.</summary>
    private static readonly ImmutableDictionary<string, string> AddressKeys = ImmutableDictionary.CreateRange(
        StringComparer.OrdinalIgnoreCase,
        new Dictionary<string, string>
        {
            ["host"] = "Host",
            ["port"] = "Port",
            ["user"] = "Username",
            ["password"] = "Password",
            ["dbname"] = "Database",
            ["sslmode"] = "SSL Mode",
            ["sslrootcert"] = "Root Certificate",
            ["sslcert"] = "SSL Certificate",
            ["sslkey"] = "SSL Key",
            ["connect_timeout"] = "Timeout",
            ["application_name"] = "Application Name",
            ["passfile"] = "Passfile",
            ["options"] = "Options",
        });

    /// <summary>The database of an address.</summary>
    /// <exception cref="FormatException">The address is malformed; the message lists all errors, one per line.</exception>
    public static JournalDatabase Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException($"--db: the value is empty; use a file path, or {Example}.");
        }

        if (Scheme().Match(text) is { Success: true } scheme)
        {
            return scheme.Groups[1].Value.ToLowerInvariant() is "postgres" or "postgresql"
                ? OfAddress(text)
                : throw new FormatException($"--db: '{scheme.Groups[1].Value}' is not a supported database; use a file path, or {Example}.");
        }

        return Keywords().IsMatch(text) || (text.Contains('=', StringComparison.Ordinal) && text.Contains(';', StringComparison.Ordinal))
            ? OfKeywords(text)
            : new SqliteDatabase(text);
    }

    /// <summary>Replaces the passwords of all database addresses in a text with stars, so that it may be logged or stored.</summary>
    public static string WithoutPasswords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return AddressPassword().Replace(KeywordPassword().Replace(text, "$1=***"), "$1:***@");
    }

    private static PostgreSqlDatabase OfAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            throw new FormatException($"--db: this is not a PostgreSQL address; an example is {Example}.");
        }

        var errors = new List<string>();
        var pairs = new List<KeyValuePair<string, string>>();
        var user = address.UserInfo.Split(':', 2);
        Add("Username", user[0]);
        Add("Password", user is [_, var password] ? password : "");
        Add("Host", address.Host);
        Add("Port", address.IsDefaultPort || address.Port < 0 ? "" : address.Port.ToString(CultureInfo.InvariantCulture));
        Add("Database", address.AbsolutePath.TrimStart('/'));
        foreach (var part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            if (AddressKeys.TryGetValue(pair[0], out var key) && pair.Length == 2)
            {
                // libpq writes verify-full, Npgsql VerifyFull.
                Add(key, key == "SSL Mode" ? pair[1].Replace("-", "", StringComparison.Ordinal) : pair[1]);
            }
            else
            {
                errors.Add($"--db: '{pair[0]}' is not a known parameter; use one of {string.Join(", ", AddressKeys.Keys.Order(StringComparer.Ordinal))}.");
            }
        }

        return Checked(pairs, errors);

        void Add(string key, string value)
        {
            if (value.Length > 0)
            {
                pairs.Add(new(key, Uri.UnescapeDataString(value)));
            }
        }
    }

    private static PostgreSqlDatabase OfKeywords(string text)
    {
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new FormatException($"--db: this is not a list of KEY=VALUE separated by semicolons; an example is {Example}.");
        }

        return Checked(
            builder.Keys.Cast<string>().Select(key => new KeyValuePair<string, string>(AsGiven(key), (string)builder[key])), []);

        // The builder converts keys to lower case; the message shows what the user wrote.
        string AsGiven(string key) =>
            text.IndexOf(key, StringComparison.OrdinalIgnoreCase) is >= 0 and var start ? text.Substring(start, key.Length) : key;
    }

    private static PostgreSqlDatabase Checked(IEnumerable<KeyValuePair<string, string>> pairs, List<string> errors)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var (key, value) in pairs)
        {
            try
            {
                settings[key] = value;
            }
            catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                errors.Add(IsKnown(key)
                    ? $"--db: {key}: '{(IsSecret(key) ? "***" : value)}' is not allowed."
                    : $"--db: '{key}' is not a known setting of a PostgreSQL connection; an example is {Example}.");
            }
        }

        if (string.IsNullOrEmpty(settings.Host))
        {
            errors.Add($"--db: Host is missing; an example is {Example}.");
        }

        if (string.IsNullOrEmpty(settings.Database))
        {
            errors.Add($"--db: Database is missing; an example is {Example}.");
        }

        return errors.Count == 0
            ? new PostgreSqlDatabase(settings.ConnectionString)
            : throw new FormatException(string.Join(Environment.NewLine, errors));
    }

    private static bool IsKnown(string key) => new NpgsqlConnectionStringBuilder().ContainsKey(key);

    private static bool IsSecret(string key) => key.Contains("pass", StringComparison.OrdinalIgnoreCase) || key.Equals("pwd", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^\\s*([A-Za-z][A-Za-z0-9+.-]*)://")]
    private static partial Regex Scheme();

    [GeneratedRegex("^\\s*(host|server|port|database|db|username|user ?name|user ?id|uid|user|password|pwd)\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Keywords();

    [GeneratedRegex("\\b((?:ssl ?)?password|psw|pwd)\\s*=\\s*(?:\"[^\"]*\"|'[^']*'|[^;&]*)", RegexOptions.IgnoreCase)]
    private static partial Regex KeywordPassword();

    [GeneratedRegex("((?:postgres|postgresql)://[^/@:\\s]*):[^@/\\s]*@", RegexOptions.IgnoreCase)]
    private static partial Regex AddressPassword();
}
