using System.Collections.Immutable;

namespace NNOptim.Hosting.Settings;

/// <summary>Where a command line reaches a coordinator: its nodes, or its dashboard.</summary>
/// <param name="Nodes">The nodes; empty where the dashboard is meant.</param>
/// <param name="Dashboard">The dashboard; null where nodes are meant.</param>
public sealed record CoordinatorAddress(ImmutableArray<HostPort> Nodes, Uri? Dashboard)
{
    /// <summary>Reads addresses of nodes parted by commas, or an address that begins with http:// or https://; null for anything else.</summary>
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
