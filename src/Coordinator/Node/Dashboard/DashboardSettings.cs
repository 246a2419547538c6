using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Experiments;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>What a dashboard is started with.</summary>
public sealed record DashboardSettings
{
    /// <summary>The address listened on; port 0 takes a free one.</summary>
    public required HostPort Listen { get; init; }

    /// <summary>Where the address was given, for messages.</summary>
    public string ListenSource { get; init; } = NodeOptions.Dashboard.Option;

    /// <summary>The journal, whose history tables are shown.</summary>
    public required JournalDatabase Database { get; init; }

    /// <summary>The folder of the coordinator's log.</summary>
    public required string Logs { get; init; }

    /// <summary>Who may do what.</summary>
    public AccessTokens Tokens { get; init; } = AccessTokens.None;

    /// <summary>The certificate that the page is served with; null for plain HTTP.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>Who is written down for what is done without a token.</summary>
    public required string LocalUser { get; init; }

    /// <summary>Where experiments of a dataset are submitted from.</summary>
    public required Func<DatasetSpecification, ExperimentEnvironment> Environment { get; init; }

    /// <summary>What submitted files can train; null for what the program itself knows.</summary>
    public TrainableCatalog? Trainables { get; init; }

    /// <summary>Draws the id of a new experiment.</summary>
    public required Func<ExperimentId> NewId { get; init; }

    /// <summary>Renders the report of an experiment as one HTML page.</summary>
    public required Func<ExperimentRecord, string> Report { get; init; }
}
