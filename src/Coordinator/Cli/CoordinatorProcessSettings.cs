using NNOptim.Coordinator.Dashboard;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>What a coordinator's process is started with.</summary>
internal sealed record CoordinatorProcessSettings
{
    /// <summary>The address listened on; port 0 takes a free one.</summary>
    public required HostPort Listen { get; init; }

    /// <summary>Where the address was given, for messages.</summary>
    public string ListenSource { get; init; } = NodeOptions.Listen.Option;

    /// <summary>The name or address others reach it by; null for the one listened on.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The journal.</summary>
    public required JournalDatabase Database { get; init; }

    /// <summary>How long the database may be away before the process ends.</summary>
    public required TimeSpan DatabasePatience { get; init; }

    /// <summary>The folder of the log.</summary>
    public required string Logs { get; init; }

    /// <summary>Whether the console shows the log.</summary>
    public bool Verbose { get; init; }

    /// <summary>The file touched while the coordinator is well; null for none.</summary>
    public string? HealthFile { get; init; }

    /// <summary>The node's certificates; null to go without TLS.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>What its HTTP API and page are started with.</summary>
    public required DashboardSettings Dashboard { get; init; }

    /// <summary>Where others reach it.</summary>
    public HostPort Address => new(PublicHost ?? Listen.Host, Listen.Port);

    /// <summary>What its node is started with.</summary>
    public NodeSettings Node => new() { IsDialled = true, Host = Listen.Host, Port = Listen.Port, PublicHost = PublicHost, Tls = Tls };
}
