using System.CommandLine;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Security;
using NNOptim.Shared.Settings;

namespace NNOptim.Coordinator.Commands;

/// <summary>The options of verbs that speak to a coordinator elsewhere.</summary>
internal sealed class RemoteOptions
{
    private readonly SettingOptions options = new([NodeOptions.To, NodeOptions.Token, .. NodeOptions.Tls], NodeOptions.All);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => options.AddTo(command);

    /// <summary>Whether the command line itself names a coordinator.</summary>
    public bool IsGiven(ParseResult parsed) => options.Gives(parsed, NodeOptions.To);

    /// <summary>Connects to the coordinator that was given, and does something with it.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<ICoordinatorClient, Task<int>> act)
    {
        var values = options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);
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
