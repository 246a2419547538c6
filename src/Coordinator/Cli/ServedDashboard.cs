using NNOptim.Coordinator.Dashboard;

namespace NNOptim.Cli;

/// <summary>A dashboard that this process serves, with the generated token when no tokens are configured.</summary>
internal sealed class ServedDashboard(DashboardHost host, LocalToken? token) : IAsyncDisposable
{
    /// <summary>The server.</summary>
    public DashboardHost Host => host;

    /// <summary>The link to a view of the dashboard for the user who started the program.</summary>
    /// <param name="view">The view, for example <c>/experiments</c>; null for the first view.</param>
    public Uri LinkTo(string? view = null) => (token, view) switch
    {
        (null, null) => host.Address,
        (null, _) => new Uri(host.Address, $"#{view}"),
        (_, null) => token.Link,
        _ => token.LinkToView(view),
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        token?.Dispose();
        return host.DisposeAsync();
    }
}
