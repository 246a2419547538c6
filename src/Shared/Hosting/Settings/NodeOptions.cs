using System.Collections.Immutable;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Settings;

/// <summary>The settings of nodes and of the command lines that connect to them: every setting that a settings file may hold.</summary>
public static class NodeOptions
{
    /// <summary>The coordinators that a worker joins.</summary>
    public static Setting<ImmutableArray<HostPort>> Join { get; } =
        SettingOf.Addresses("join", "Where a coordinator is reached, or several.");

    /// <summary>The coordinators whose HTTP API a command line asks.</summary>
    public static Setting<ImmutableArray<ApiAddress>> To { get; } = new(
        "to",
        "HOST:PORT[,HOST:PORT...]",
        "Where the HTTP API of a coordinator is reached, or of several, which are tried in turn: http on loopback, https elsewhere; http(s)://HOST:PORT says which.",
        "HOST:PORT or http(s)://HOST:PORT, or several parted by commas, for example 127.0.0.1:4080",
        (text, _) => ApiAddress.TryParse(text));

    /// <summary>The token of a command line for a coordinator's API.</summary>
    public static Setting<string> Token { get; } = SettingOf.Text(
        "token", "TOKEN", "The token by which the API of a coordinator knows this command line (default, on loopback: what the coordinator left for its user).")
        with
    { IsSecret = true, MayHoldSecret = true };

    /// <summary>Where a coordinator listens.</summary>
    public static Setting<HostPort> Listen { get; } =
        SettingOf.ListenAddress("listen", "The address to listen on; port 0 takes a free one.");

    /// <summary>The host name by which others reach this node.</summary>
    public static Setting<string> PublicHost { get; } = new(
        "public-host",
        "HOST",
        "The name or address by which other nodes reach this one, where it is not the one listened on.",
        "a DNS name or an IP address",
        (text, _) => CertificateAuthority.IsHost(text) && text[0] != '*' ? text : null);

    /// <summary>The journal.</summary>
    public static Setting<string> Database { get; } =
        SettingOf.Text("db", "FILE|CONNECTION", "The journal: a SQLite file, or a PostgreSQL connection as Host=...;Database=...;Username=... or postgres://user@host:port/database (default: nnoptim.db in the data folder).") with { MayHoldSecret = true };

    /// <summary>How long the journal may be unreachable.</summary>
    public static Setting<TimeSpan> DatabasePatience { get; } = SettingOf.Seconds(
        "db-patience", "How long the database may be away or locked before the program ends with exit code 3 (default: 600).", 1, 604_800);

    /// <summary>Concurrent trainings.</summary>
    public static Setting<int> Slots { get; } =
        SettingOf.WholeNumber("slots", "N", "How many trainings run at a time in each process (default: one a core in all).", 1, 1024);

    /// <summary>The interval of checkpoints of a long training.</summary>
    public static Setting<TimeSpan> CheckpointInterval { get; } = SettingOf.Seconds(
        "checkpoint-interval", "How often the state of a long training is saved, for another worker to go on from (default: 10).", 1, 86_400);

    /// <summary>How long a training may make no progress.</summary>
    public static Setting<TimeSpan> StallLimit { get; } = SettingOf.Seconds(
        "stall-limit", "A training that gets no epoch further for so long has failed (default: 600).", 1, 604_800);

    /// <summary>The time that a worker has to leave.</summary>
    public static Setting<TimeSpan> Grace { get; } = SettingOf.Seconds(
        "grace", "How long a worker that is told to stop has to finish its runs or give them back (default: 20).", 1, 3_600);

    /// <summary>The folder of the log.</summary>
    public static Setting<string> Logs { get; } = SettingOf.Path("logs", "DIR", "The folder of the log (default: logs in the data folder).");

    /// <summary>Whether the console shows the log.</summary>
    public static Setting<bool> Verbose { get; } = SettingOf.Switch("verbose", "Shows the log on the standard error too.");

    /// <summary>The file that is touched while the node is well.</summary>
    public static Setting<string> HealthFile { get; } =
        SettingOf.Path("health-file", "FILE", "A file to touch every few seconds while the node is well, for whoever watches over it.");

    /// <summary>Where a coordinator serves its dashboard: the page and the HTTP API.</summary>
    public static Setting<HostPort> Dashboard { get; } = SettingOf.ListenAddress(
        "dashboard",
        $"The address of the HTTP API and the live page (default: {NodeDefaults.Dashboard}); port 0 takes a free one. Off loopback it needs tokens, and the node's certificate or --insecure.");

    /// <summary>The file of the dashboard's tokens.</summary>
    public static Setting<string> DashboardTokenFile { get; } = SettingOf.Path(
        "dashboard-token-file", "FILE", "Who may use the dashboard: lines of NAME, admin or read, and TOKEN, parted by spaces.");

    /// <summary>The dashboard's tokens.</summary>
    public static Setting<string> DashboardTokens { get; } =
        SettingOf.Text("dashboard-tokens", "TOKENS", "The same as the file's lines, parted by semicolons.") with { IsSecret = true, MayHoldSecret = true };

    /// <summary>The node's certificate.</summary>
    public static Setting<string> TlsCertificate { get; } = SettingOf.Path(
        TlsOptions.Certificate[2..],
        "FILE",
        $"This node's certificate with its key, in PEM or PKCS#12; the password of an encrypted key is taken from {TlsOptions.PasswordVariable}.");

    /// <summary>Its key.</summary>
    public static Setting<string> TlsKey { get; } = SettingOf.Path(TlsOptions.Key[2..], "FILE", "The key of the certificate, where it is in a file of its own.");

    /// <summary>The authorities.</summary>
    public static Setting<string> TlsAuthorities { get; } =
        SettingOf.Path(TlsOptions.Authorities[2..], "FILE", "The authority whose certificates other nodes must have, in PEM.");

    /// <summary>The password of the key.</summary>
    public static Setting<string> TlsPassword { get; } =
        SettingOf.Text("tls-password", "PASSWORD", "The password of the key.") with { IsSecret = true };

    /// <summary>Disables TLS.</summary>
    public static Setting<bool> Insecure { get; } = SettingOf.Switch(TlsOptions.Insecure[2..], "Goes without TLS: where the network, or on loopback every user of the machine, is trusted.");

    /// <summary>The settings of every node.</summary>
    public static IReadOnlyList<Setting> Tls { get; } = [TlsCertificate, TlsKey, TlsAuthorities, TlsPassword, Insecure];

    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [
            Join, To, Token, Listen, PublicHost, Database, DatabasePatience, Slots, CheckpointInterval, StallLimit, Grace,
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
        var errors = NetworkSafety.Refuse(endpoints, certificate, key, authorities, isInsecure);
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }

        return certificate is not null ? TlsIdentity.Load(new TlsFiles(certificate, authorities!, key) { Password = password }, role, clock)
            : isInsecure ? null
            : LocalIdentity.LoadOrCreate(dataFolder, clock);
    }
}
