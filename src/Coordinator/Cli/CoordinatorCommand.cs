using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary><c>nnoptim coordinator</c>: serves workers and HTTP clients until it is stopped.</summary>
internal static class CoordinatorCommand
{
    private static readonly HostPort DefaultAddress = new("127.0.0.1", 4053);

    private static readonly SettingOptions Options = new(
        [NodeOptions.Listen, NodeOptions.PublicHost, NodeOptions.Database, NodeOptions.DatabaseTimeout, NodeOptions.Logs, NodeOptions.Verbose, NodeOptions.HealthFile,
            NodeOptions.Dashboard, NodeOptions.DashboardTokenFile, NodeOptions.DashboardTokens, .. NodeOptions.Tls],
        NodeOptions.All);

    public static Command Create()
    {
        var command = new Command(
            "coordinator",
            $"Serves workers (on {DefaultAddress} by default) and HTTP clients until it is stopped. Several coordinators on one PostgreSQL database fail over to each other.");
        Options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var values = Options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);
            var listen = values.Get(NodeOptions.Listen, DefaultAddress);
            var databaseTimeout = values.Get(NodeOptions.DatabaseTimeout, NodeDefaults.DatabaseTimeout);
            var database = CommonOptions.DatabaseAt(values.Find(NodeOptions.Database), databaseTimeout);
            var logs = values.Get(NodeOptions.Logs, NodeDefaults.LogsIn(database.Directory));
            var dashboard = DashboardLauncher.SettingsOf(values, database, logs);
            // Comes last because it may create the certificate that this user's nodes share.
            using var tls = NodeOptions.TlsIdentityOf(
                values, NodeRole.Coordinator, [(values.SourceOf(NodeOptions.Listen), [listen.Host]), .. DashboardLauncher.EndpointOf(values)], DataFolder.Path, TimeProvider.System);
            return await CoordinatorProcess.RunAsync(new CoordinatorProcessSettings
            {
                Listen = listen,
                ListenSource = values.SourceOf(NodeOptions.Listen),
                PublicHost = values.Find(NodeOptions.PublicHost),
                Database = database,
                DatabaseTimeout = databaseTimeout,
                Logs = logs,
                Verbose = values.Get(NodeOptions.Verbose, false),
                HealthFile = values.Find(NodeOptions.HealthFile),
                Tls = tls,
                Dashboard = NetworkSafety.IsLoopback(dashboard.Listen.Host) ? dashboard : dashboard with { Tls = tls },
            }, TimeProvider.System).ConfigureAwait(false);
        });
        return command;
    }
}
