using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Experiments;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>The settings of a dashboard.</summary>
public sealed record DashboardSettings
{
    /// <summary>The address to listen on; port 0 selects a free port.</summary>
    public required HostPort Listen { get; init; }

    /// <summary>The source of the address, for messages.</summary>
    public string ListenSource { get; init; } = NodeOptions.Dashboard.Option;

    /// <summary>The database with the journal and the history's tables.</summary>
    public required JournalDatabase Database { get; init; }

    /// <summary>The folder of the coordinator's log.</summary>
    public required string Logs { get; init; }

    /// <summary>The access tokens.</summary>
    public required AccessTokens Tokens { get; init; }

    /// <summary>The TLS certificate of the server; null for plain HTTP.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>The name that the history records for actions without a token.</summary>
    public required string LocalUser { get; init; }

    /// <summary>Gets the environment of this process for an experiment with a dataset.</summary>
    public required Func<DatasetSpecification, ExperimentEnvironment> Environment { get; init; }

    /// <summary>The trainables that submitted files may use; null for the built-in ones.</summary>
    public TrainableCatalog? Trainables { get; init; }

    /// <summary>Creates the id of a new experiment.</summary>
    public required Func<ExperimentId> NewId { get; init; }

    /// <summary>Renders the report of an experiment as one HTML page.</summary>
    public required Func<ExperimentRecord, string> Report { get; init; }
}
