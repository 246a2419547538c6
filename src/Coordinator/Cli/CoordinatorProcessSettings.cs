using NNOptim.Coordinator.Dashboard;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The settings of a coordinator process.</summary>
internal sealed record CoordinatorProcessSettings
{
    /// <summary>The address to listen on; port 0 selects a free port.</summary>
    public required HostPort Listen { get; init; }

    /// <summary>The option or variable that gave the address, for messages.</summary>
    public string ListenSource { get; init; } = NodeOptions.Listen.Option;

    /// <summary>The name or address at which others reach it; null for the listening address.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The journal.</summary>
    public required JournalDatabase Database { get; init; }

    /// <summary>How long the database may be unavailable before the process ends.</summary>
    public required TimeSpan DatabaseTimeout { get; init; }

    /// <summary>The folder of the log.</summary>
    public required string Logs { get; init; }

    /// <summary>Whether the console shows the log.</summary>
    public bool Verbose { get; init; }

    /// <summary>The file to touch while the coordinator is healthy; null for none.</summary>
    public string? HealthFile { get; init; }

    /// <summary>The node's certificates; null for no TLS.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>The settings of the HTTP API and the dashboard.</summary>
    public required DashboardSettings Dashboard { get; init; }

    /// <summary>The address at which others reach it.</summary>
    public HostPort Address => new(PublicHost ?? Listen.Host, Listen.Port);

    /// <summary>The settings of its node.</summary>
    public NodeSettings Node => new() { IsDialled = true, Host = Listen.Host, Port = Listen.Port, PublicHost = PublicHost, Tls = Tls };
}
