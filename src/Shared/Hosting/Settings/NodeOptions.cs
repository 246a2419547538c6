using System.Collections.Immutable;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Settings;

/// <summary>The settings of nodes and of commands that connect to them: all settings that a settings file may hold.</summary>
public static class NodeOptions
{
    /// <summary>The coordinators that a worker joins.</summary>
    public static Setting<ImmutableArray<HostPort>> Join { get; } =
        SettingOf.Addresses("join", "The address of the coordinator to join, or of several coordinators that fail over to each other.");

    /// <summary>The coordinators whose HTTP API a command calls.</summary>
    public static Setting<ImmutableArray<ApiAddress>> To { get; } = new(
        "to",
        "HOST:PORT[,HOST:PORT...]",
        "The address of a coordinator's HTTP API, or several addresses to try in turn. Without http:// or https://, the protocol is HTTP on loopback and HTTPS elsewhere.",
        "HOST:PORT or http(s)://HOST:PORT, or several separated by commas, for example 127.0.0.1:4080",
        (text, _) => ApiAddress.TryParse(text));

    /// <summary>The token of a command for a coordinator's API.</summary>
    public static Setting<string> Token { get; } = SettingOf.Text(
        "token", "TOKEN", "The token for a coordinator's API (default on loopback: the token that the coordinator stored for its user).")
        with
    { IsSecret = true, MayHoldSecret = true };

    /// <summary>The address on which a coordinator listens.</summary>
    public static Setting<HostPort> Listen { get; } =
        SettingOf.ListenAddress("listen", "The address to listen on; port 0 selects a free port.");

    /// <summary>The host name at which others reach this node.</summary>
    public static Setting<string> PublicHost { get; } = new(
        "public-host",
        "HOST",
        "The name or address at which other nodes reach this one, if it differs from the listening address.",
        "a DNS name or an IP address",
        (text, _) => CertificateAuthority.IsHost(text) && text[0] != '*' ? text : null);

    /// <summary>The journal.</summary>
    public static Setting<string> Database { get; } =
        SettingOf.Text("db", "FILE|CONNECTION", "The journal: a SQLite file, or a PostgreSQL connection as Host=...;Database=...;Username=... or postgres://user@host:port/database (default: nnoptim.db in the data folder).") with { MayHoldSecret = true };

    /// <summary>How long the journal may be unavailable.</summary>
    public static Setting<TimeSpan> DatabaseTimeout { get; } = SettingOf.Seconds(
        "db-patience", "How long the database may be unavailable or locked before the program ends with exit code 3 (default: 600).", 1, 604_800);

    /// <summary>The number of concurrent runs.</summary>
    public static Setting<int> Slots { get; } =
        SettingOf.WholeNumber("slots", "N", "The number of concurrent runs in each process (default: one per core in total).", 1, 1024);

    /// <summary>The interval between checkpoints of a long run.</summary>
    public static Setting<TimeSpan> CheckpointInterval { get; } = SettingOf.Seconds(
        "checkpoint-interval", "The interval between checkpoints of a long run, from which another worker can continue (default: 10).", 1, 86_400);

    /// <summary>How long a run may make no progress.</summary>
    public static Setting<TimeSpan> StallLimit { get; } = SettingOf.Seconds(
        "stall-limit", "A run that completes no epoch in this time fails (default: 600).", 1, 604_800);

    /// <summary>The time that a worker has to stop.</summary>
    public static Setting<TimeSpan> Grace { get; } = SettingOf.Seconds(
        "grace", "The time that a stopping worker has to finish its runs or return them (default: 20).", 1, 3_600);

    /// <summary>The folder of the log.</summary>
    public static Setting<string> Logs { get; } = SettingOf.Path("logs", "DIR", "The folder for the log (default: logs in the data folder).");

    /// <summary>Whether the console shows the log.</summary>
    public static Setting<bool> Verbose { get; } = SettingOf.Switch("verbose", "Also shows the log on the standard error.");

    /// <summary>The file to touch while the node is healthy.</summary>
    public static Setting<string> HealthFile { get; } =
        SettingOf.Path("health-file", "FILE", "A file to touch every few seconds while the node is healthy, for supervisors to check.");

    /// <summary>The address of a coordinator's dashboard: the page and the HTTP API.</summary>
    public static Setting<HostPort> Dashboard { get; } = SettingOf.ListenAddress(
        "dashboard",
        $"The address of the HTTP API and the live page (default: {NodeDefaults.Dashboard}); port 0 selects a free port. Outside loopback it requires tokens, and the node's certificate or --insecure.");

    /// <summary>The file of the dashboard's tokens.</summary>
    public static Setting<string> DashboardTokenFile { get; } = SettingOf.Path(
        "dashboard-token-file", "FILE", "The users of the dashboard: lines of NAME, admin or read, and TOKEN, separated by spaces.");

    /// <summary>The dashboard's tokens.</summary>
    public static Setting<string> DashboardTokens { get; } =
        SettingOf.Text("dashboard-tokens", "TOKENS", "The lines of the token file, separated by semicolons.") with { IsSecret = true, MayHoldSecret = true };

    /// <summary>The node's certificate.</summary>
    public static Setting<string> TlsCertificate { get; } = SettingOf.Path(
        TlsOptions.Certificate[2..],
        "FILE",
        $"This node's certificate with its key, in PEM or PKCS#12; {TlsOptions.PasswordVariable} holds the password of an encrypted key.");

    /// <summary>Its key.</summary>
    public static Setting<string> TlsKey { get; } = SettingOf.Path(TlsOptions.Key[2..], "FILE", "The key of the certificate, if it is in a separate file.");

    /// <summary>The authorities.</summary>
    public static Setting<string> TlsAuthorities { get; } =
        SettingOf.Path(TlsOptions.Authorities[2..], "FILE", "The authority that must have signed other nodes' certificates, in PEM.");

    /// <summary>The password of the key.</summary>
    public static Setting<string> TlsPassword { get; } =
        SettingOf.Text("tls-password", "PASSWORD", "The password of the key.") with { IsSecret = true };

    /// <summary>Disables TLS.</summary>
    public static Setting<bool> Insecure { get; } = SettingOf.Switch(TlsOptions.Insecure[2..], "Disables TLS. Use it only if you trust the network, or on loopback every user of the machine.");

    /// <summary>The settings of every node.</summary>
    public static IReadOnlyList<Setting> Tls { get; } = [TlsCertificate, TlsKey, TlsAuthorities, TlsPassword, Insecure];

    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [
            Join, To, Token, Listen, PublicHost, Database, DatabaseTimeout, Slots, CheckpointInterval, StallLimit, Grace,
            Logs, Verbose, HealthFile, Dashboard, DashboardTokenFile, DashboardTokens, .. Tls,
        ];

    /// <summary>The identity that the settings name, or the one that this user's nodes share on loopback; null for no TLS.</summary>
    /// <param name="values">The settings.</param>
    /// <param name="role">The role of the node.</param>
    /// <param name="endpoints">The settings that name hosts, each with its hosts.</param>
    /// <param name="dataFolder">The user's data folder.</param>
    /// <param name="clock">The clock that decides which certificates are valid.</param>
    /// <exception cref="SettingsException">The TLS settings are incomplete, or missing where TLS is required.</exception>
    /// <exception cref="TlsFileException">The certificates cannot be used.</exception>
    public static TlsIdentity? TlsIdentityOf(
        SettingValues values, NodeRole role, IEnumerable<(string Option, IEnumerable<string> Hosts)> endpoints, string dataFolder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(values);
        values.TryGet(TlsCertificate, out var certificate);
        values.TryGet(TlsKey, out var key);
        values.TryGet(TlsAuthorities, out var authorities);
        values.TryGet(TlsPassword, out var password);
        var isInsecure = values.Get(Insecure, false);
        var errors = NetworkSafety.Validate(endpoints, certificate, key, authorities, isInsecure);
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }

        return certificate is not null ? TlsIdentity.Load(new TlsFiles(certificate, authorities!, key) { Password = password }, role, clock)
            : isInsecure ? null
            : LocalIdentity.LoadOrCreate(dataFolder, clock);
    }
}
