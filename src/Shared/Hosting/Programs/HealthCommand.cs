using System.CommandLine;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Programs;

/// <summary><c>health FILE|URL</c>: reports whether a node is healthy, for container probes. Both programs have this command.</summary>
public static class HealthCommand
{
    private const int NotWell = 3;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(8);

    /// <summary>Creates the command. Its exit code is 0 when the file is fresh or the URL reports a healthy node, else 3.</summary>
    public static Command Create()
    {
        var target = new Argument<string>("target")
        {
            Description = "The node's --health-file, or a URL of a coordinator's API: http(s)://HOST:PORT/health/live or /health/ready.",
            HelpName = "FILE|URL",
        };
        var command = new Command("health", "Checks by its FILE or URL whether a node is healthy. Exits with 0 if it is, else with 3.") { target };
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
        using var handler = new SocketsHttpHandler { Proxy = new LoopbackBypassProxy(HttpClient.DefaultProxy) };
        if (NetworkSafety.IsLoopback(address.IdnHost))
        {
            // A node's certificate is for its public name, not for the loopback address. The request and its answer hold no secret.
#pragma warning disable CA5359
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        using var client = new HttpClient(handler) { Timeout = RequestTimeout };
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
