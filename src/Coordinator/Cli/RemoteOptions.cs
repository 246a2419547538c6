using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>The options of verbs that speak to a coordinator elsewhere.</summary>
internal sealed class RemoteOptions
{
    private readonly SettingOptions options = new(Settings, NodeOptions.All);

    /// <summary>What they set.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [NodeOptions.To, NodeOptions.Token, .. NodeOptions.Tls];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => options.AddTo(command);

    /// <summary>Connects to the coordinator that was given, and does something with it.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<ICoordinatorClient, Task<int>> act) =>
        RunAsync(options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path), act);

    /// <summary>Connects to the coordinator that settings name, and does something with it.</summary>
    public static async Task<int> RunAsync(SettingValues values, Func<ICoordinatorClient, Task<int>> act)
    {
        var to = values.Require(NodeOptions.To);
        if (to.Dashboard is { } dashboard)
        {
            await using var visitor = DashboardClient.Start(dashboard, values, TimeProvider.System);
            return await act(visitor).ConfigureAwait(false);
        }

        using var tls = NodeOptions.TlsIdentityOf(
            values, NodeRole.Client, [(values.SourceOf(NodeOptions.To), to.Nodes.Select(address => address.Host))], DataFolder.Path, TimeProvider.System);
        await using var client = await CoordinatorClient.StartAsync(to.Nodes, tls).ConfigureAwait(false);
        return await act(client).ConfigureAwait(false);
    }

    /// <summary>Who asks, for the history.</summary>
    public static string Asker => Environment.UserName;
}
