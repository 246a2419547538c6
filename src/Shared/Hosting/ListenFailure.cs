using System.Net.Sockets;
using NNOptim.Hosting.Settings;

namespace NNOptim.Hosting;

/// <summary>Explains why a process cannot listen on an address.</summary>
public static class ListenFailure
{
    /// <summary>Explains why a server or an actor system failed to start; null when the address is not the cause.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="address">The address.</param>
    /// <param name="source">Where the address was given, for example <c>--listen</c>.</param>
    public static string? Describe(Exception error, HostPort address, string source)
    {
        var words = SocketFailure(error)?.SocketErrorCode switch
        {
            null => null,
            SocketError.AddressAlreadyInUse => $"{address} is in use by another process; give another HOST:PORT, or port 0 for a free one.",
            SocketError.AccessDenied => $"this user may not listen on {address}; give a port of 1024 or above.",
            SocketError.AddressNotAvailable => $"{address.Host} is not an address of this machine.",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the host {address.Host} is unknown.",
            SocketError.TooManyOpenSockets => $"cannot listen on {address}: the process may open no more files; raise the limit with ulimit -n.",
            var other => $"cannot listen on {address} ({other}).",
        };
        return words is null ? null : $"{source}: {words}";
    }

    private static SocketException? SocketFailure(Exception? error) => error switch
    {
        null => null,
        SocketException socket => socket,
        AggregateException several => several.InnerExceptions.Select(SocketFailure).FirstOrDefault(found => found is not null),
        _ => SocketFailure(error.InnerException),
    };
}
