using System.Collections.Immutable;

namespace NNOptim.Hosting.Settings;

/// <summary>Where a command line reaches a coordinator: at its nodes or at its dashboard.</summary>
/// <param name="Nodes">The nodes; empty when the dashboard is used.</param>
/// <param name="Dashboard">The dashboard; null when nodes are used.</param>
public sealed record CoordinatorAddress(ImmutableArray<HostPort> Nodes, Uri? Dashboard)
{
    /// <summary>
    /// Reads addresses of nodes separated by commas, or an address that begins with http:// or https://; null for anything else.
    /// </summary>
    public static CoordinatorAddress? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
                ? new CoordinatorAddress([], address)
                : null;
        }

        return SettingOf.Split(text) is { } nodes ? new CoordinatorAddress(nodes, null) : null;
    }
}
