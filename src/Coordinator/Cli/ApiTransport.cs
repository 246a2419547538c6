using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NNOptim.Files;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>
/// Sends requests to the HTTP API of one coordinator, or of several that fail over to each other. It tries them in turn, and skips
/// unreachable processes and standbys, which answer 503.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longer than the ten seconds after which a coordinator answers 503 itself.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The timeout for requests or answers that may be large files.</summary>
    public static readonly TimeSpan TransferTimeout = TimeSpan.FromMinutes(10);

    private readonly HttpClient http;
    private readonly ImmutableArray<Uri> addresses;
    private readonly string? token;
    private readonly TimeProvider time;
    private int current;

    private ApiTransport(HttpClient http, ImmutableArray<Uri> addresses, string? token, TimeProvider time)
    {
        this.http = http;
        this.addresses = addresses;
        this.token = token;
        this.time = time;
    }

    /// <summary>The coordinators' addresses, for messages.</summary>
    public string Endpoints => string.Join(", ", addresses.Select(address => address.Authority));

    /// <summary>Creates a transport. It sends nothing yet.</summary>
    /// <exception cref="SettingsException">The token would cross a network unencrypted.</exception>
    public static ApiTransport Start(SettingValues values, TimeProvider time)
    {
        var isInsecure = values.Get(NodeOptions.Insecure, false);
        ImmutableArray<Uri> addresses = [.. values.Require(NodeOptions.To).Select(address => address.ToUri(isInsecure))];
        if (!isInsecure && addresses.FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttp && !NetworkSafety.IsLoopback(address.IdnHost)) is { } open)
        {
            throw new SettingsException([$"{values.SourceOf(NodeOptions.To)}: {open} is on another machine and not encrypted; give an https:// address, or {NodeOptions.Insecure.Option} if the network is trusted."]);
        }

        var handler = new SocketsHttpHandler { UseCookies = false, ConnectTimeout = ConnectTimeout, Proxy = new LoopbackBypassProxy(HttpClient.DefaultProxy) };
        if (values.TryGet(NodeOptions.TlsAuthorities, out var file))
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(file) };
        }

        return new ApiTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, addresses, values.Find(NodeOptions.Token), time);
    }

    /// <summary>Sends a request repeatedly until a coordinator answers or the timeout elapses. The request must be safe to repeat.</summary>
    /// <param name="make">Creates the request; its address is relative to <c>/api/v1/</c>.</param>
    /// <param name="retryTimeout">How long to retry; every coordinator is tried at least once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="completion">Whether to read the whole answer, or only its headers.</param>
    /// <exception cref="CommandException">The coordinator refuses the request, or none answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, TimeSpan retryTimeout, CancellationToken cancellation, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var started = time.GetTimestamp();
        var isFirstRound = true;
        while (true)
        {
            var isOver = time.GetElapsedTime(started) >= retryTimeout;
            CommandException? failure = null;
            for (var tried = 0; tried < addresses.Length; tried++)
            {
                var attempt = await TryAsync(make, completion, mayBeStarting: isFirstRound, cancellation).ConfigureAwait(false);
                if (attempt.Answer is { } answer)
                {
                    return answer;
                }

                failure = attempt.Failure;
                current = (current + 1) % addresses.Length;
            }

            if (isOver)
            {
                throw failure!;
            }

            isFirstRound = false;
            await Task.Delay(RetryInterval, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Opens an event stream from the coordinator that answered last. The stream ends silently when the connection does.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Prepare(request);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Sends a request to the current coordinator. Returns its answer, or why there is none yet.</summary>
    private async Task<(HttpResponseMessage? Answer, CommandException? Failure)> TryAsync(
        Func<HttpRequestMessage> make, HttpCompletionOption completion, bool mayBeStarting, CancellationToken cancellation)
    {
        using var request = make();
        var usesTokenFile = Prepare(request);
        using var deadline = new CancellationTokenSource(
            request.Content is null && completion == HttpCompletionOption.ResponseContentRead ? AnswerTimeout : TransferTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            var answer = await http.SendAsync(request, completion, either.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return (answer, null);
            }

            // A coordinator writes its token file shortly after its start.
            var refusal = await RefusalAsync(answer, request.RequestUri!, usesTokenFile, either.Token).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable || (answer.StatusCode == HttpStatusCode.Unauthorized && usesTokenFile && mayBeStarting)
                ? (null, refusal)
                : throw refusal;
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException untrusted)
        {
            throw CommandException.Infrastructure(
                $"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} presented an untrusted certificate ({untrusted.Message}); give its authority with {NodeOptions.TlsAuthorities.Option}.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var reason = error is OperationCanceledException ? "the request timed out" : error.Message.TrimEnd('.');
            return (null, CommandException.Infrastructure($"No coordinator answered at {Endpoints}: {reason}. Check that a coordinator runs there and that this is the address of its HTTP API.", error));
        }
    }

    /// <summary>Sets a request's address and token. Returns whether the request depends on the token file of a local coordinator.</summary>
    private bool Prepare(HttpRequestMessage request)
    {
        var address = addresses[current];
        var usesTokenFile = token is null && NetworkSafety.IsLoopback(address.IdnHost);
        var shown = token;
        if (usesTokenFile && LocalToken.Find(address.Port) is { } left)
        {
            (address, shown) = left;
        }

        request.RequestUri = new Uri(new Uri(address, "/api/v1/"), request.RequestUri!);
        request.Headers.Authorization = shown is null ? null : new AuthenticationHeaderValue("Bearer", shown);
        return usesTokenFile;
    }

    private static async Task<CommandException> RefusalAsync(HttpResponseMessage answer, Uri address, bool usesTokenFile, CancellationToken cancellation)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            var detail = $"{address.GetLeftPart(UriPartial.Authority)} answered {(int)answer.StatusCode}";
            try
            {
                var problem = JsonDocument.Parse(text).RootElement;
                detail = problem.TryGetProperty("detail", out var given) ? given.GetString() ?? detail : detail;
                if (problem.TryGetProperty("errors", out var errors))
                {
                    detail = string.Join(Environment.NewLine, errors.EnumerateArray().Select(MessageOf));
                }
            }
            catch (JsonException)
            {
                // The answer came from a proxy, not from the coordinator.
            }

            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized => CommandException.BadInput($"{detail} Set the token in {NodeOptions.Token.Variable}."
                    + (usesTokenFile ? $" No token is needed if the coordinator has no configured tokens and the same user started it with the same {DataFolder.Variable}." : "")),
                < HttpStatusCode.InternalServerError => CommandException.BadInput(detail),
                _ => CommandException.Infrastructure(detail),
            };
        }
    }

    private static string? MessageOf(JsonElement error)
    {
        var message = error.GetProperty("message").GetString();
        return error.TryGetProperty("key", out var key) && key.GetString() is { } path ? $"{path}: {message}" : message;
    }

    private static X509ChainPolicy PolicyOf(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(InputFile.ReadText(file, TlsFiles.MaxBytes));
        }
        catch (Exception error) when (error is InputFileException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException([$"{NodeOptions.TlsAuthorities.Option}: {file} cannot be read: {error.Message}"]);
        }

        return policy;
    }
}
