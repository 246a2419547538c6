using System.CommandLine;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Programs;

/// <summary><c>health FILE|URL</c>: reports whether a node is well, for probes of containers. Both programs have it.</summary>
public static class HealthCommand
{
    private const int NotWell = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The verb. Its exit code is 0 when the file is fresh or the address reports that the node is well, else 3.</summary>
    public static Command Create()
    {
        var target = new Argument<string>("target")
        {
            Description = "What the node was given as --health-file, or an address of a coordinator's API: http(s)://HOST:PORT/health/live or /health/ready.",
            HelpName = "FILE|URL",
        };
        var command = new Command("health", "Tells whether the node that touches FILE, or answers at URL, is well: exit code 0, else 3.") { target };
        command.SetAction((parsed, cancellation) => parsed.GetRequiredValue(target) is var given && given.StartsWith("http", StringComparison.Ordinal)
            && Uri.TryCreate(given, UriKind.Absolute, out var address)
            ? AskAsync(address, cancellation)
            : Task.FromResult(Look(given)));
        return command;
    }

    private static int Look(string path)
    {
        if (HealthFile.IsFresh(path, DateTimeOffset.UtcNow))
        {
            return 0;
        }

        Console.Error.WriteLine($"{path} was not touched within the last {HealthFile.Stale.TotalSeconds:0} s.");
        return NotWell;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { Proxy = new ProxyOffLoopback(HttpClient.DefaultProxy) };
        if (NetworkSafety.IsLoopback(address.IdnHost))
        {
            // A node's certificate is for the name that others dial. What is asked of this machine itself holds no secret either way.
#pragma warning disable CA5359
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address, cancellation).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"{address}: {await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)}").ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address}: {error.Message}").ConfigureAwait(false);
        }

        return NotWell;
    }
}
