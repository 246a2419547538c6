using System.Net;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting;

/// <summary>
/// A proxy for requests to other machines only. By default, .NET also sends loopback requests, and the coordinator's token in them, to
/// the proxy that the environment names.
/// </summary>
/// <param name="proxy">The proxy for all other requests.</param>
public sealed class LoopbackBypassProxy(IWebProxy proxy) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return NetworkSafety.IsLoopback(host.IdnHost) || proxy.IsBypassed(host);
    }
}
