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
/// Carries requests to the HTTP API of one coordinator or of several that stand in for each other. It tries them in turn until one answers:
/// a process that is away, or a standby, which answers 503, is passed over.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A coordinator gives its own parts ten seconds before it answers 503.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The same where the request or the answer may be a large file.</summary>
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

    /// <summary>Where the coordinators are, for messages.</summary>
    public string Names => string.Join(", ", addresses.Select(address => address.Authority));

    /// <summary>Makes a connection; nothing is sent yet.</summary>
    /// <exception cref="SettingsException">Tokens would cross a network for all to read.</exception>
    public static ApiTransport Start(SettingValues values, TimeProvider time)
    {
        var isInsecure = values.Get(NodeOptions.Insecure, false);
        ImmutableArray<Uri> addresses = [.. values.Require(NodeOptions.To).Select(address => address.ToUri(isInsecure))];
        if (!isInsecure && addresses.FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttp && !NetworkSafety.IsLoopback(address.IdnHost)) is { } open)
        {
            throw new SettingsException([$"{values.SourceOf(NodeOptions.To)}: {open} goes unencrypted to another machine; give an https:// address, or {NodeOptions.Insecure.Option} where the network is safe."]);
        }

        var handler = new SocketsHttpHandler { UseCookies = false, ConnectTimeout = ConnectTimeout, Proxy = new ProxyOffLoopback(HttpClient.DefaultProxy) };
        if (values.TryGet(NodeOptions.TlsAuthorities, out var file))
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(file) };
        }

        return new ApiTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, addresses, values.Find(NodeOptions.Token), time);
    }

    /// <summary>Sends a request, which may be repeated, until it is answered or nobody did so for too long.</summary>
    /// <param name="make">Makes the request; its address begins after <c>/api/v1/</c>.</param>
    /// <param name="patience">How long to go on; every coordinator is tried once at least.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="completion">Whether the answer is read whole, or only its head, where it may be large.</param>
    /// <exception cref="CommandException">The request is refused, or nobody answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, TimeSpan patience, CancellationToken cancellation, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var started = time.GetTimestamp();
        var isFirstRound = true;
        while (true)
        {
            var isOver = time.GetElapsedTime(started) >= patience;
            CommandException? failure = null;
            for (var tried = 0; tried < addresses.Length; tried++)
            {
                var attempt = await TryAsync(make, completion, mayBeNew: isFirstRound, cancellation).ConfigureAwait(false);
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
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what the coordinator that answered last goes on to tell; it ends without a word when the connection does.</summary>
    public async Task<HttpResponseMessage> ListenAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Address(request);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Asks the coordinator whose turn it is. Gives its answer, or why there is none yet.</summary>
    private async Task<(HttpResponseMessage? Answer, CommandException? Failure)> TryAsync(
        Func<HttpRequestMessage> make, HttpCompletionOption completion, bool mayBeNew, CancellationToken cancellation)
    {
        using var request = make();
        var isByFile = Address(request);
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

            // A coordinator that has just been started leaves its token a moment later.
            var refusal = await RefusalAsync(answer, request.RequestUri!, isByFile, either.Token).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable || (answer.StatusCode == HttpStatusCode.Unauthorized && isByFile && mayBeNew)
                ? (null, refusal)
                : throw refusal;
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException untrusted)
        {
            throw CommandException.Infrastructure(
                $"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} shows a certificate that is not trusted ({untrusted.Message}); {NodeOptions.TlsAuthorities.Option} names its authority.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var reason = error is OperationCanceledException ? "it gives no answer" : error.Message;
            return (null, CommandException.Infrastructure($"No coordinator has answered at {Names}: {reason} Is one running there, and is this the address of its HTTP API?", error));
        }
    }

    /// <summary>Completes a request's address and shows the token. Whether the token is, or could be, one that the coordinator left for its user.</summary>
    private bool Address(HttpRequestMessage request)
    {
        var address = addresses[current];
        var isByFile = token is null && NetworkSafety.IsLoopback(address.IdnHost);
        var shown = token;
        if (isByFile && LocalToken.Find(address.Port) is { } left)
        {
            (address, shown) = left;
        }

        request.RequestUri = new Uri(new Uri(address, "/api/v1/"), request.RequestUri!);
        request.Headers.Authorization = shown is null ? null : new AuthenticationHeaderValue("Bearer", shown);
        return isByFile;
    }

    private static async Task<CommandException> RefusalAsync(HttpResponseMessage answer, Uri address, bool isByFile, CancellationToken cancellation)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            var detail = $"{address.GetLeftPart(UriPartial.Authority)} answered {(int)answer.StatusCode}";
            try
            {
                var problem = JsonDocument.Parse(text).RootElement;
                detail = problem.TryGetProperty("detail", out var told) ? told.GetString() ?? detail : detail;
                if (problem.TryGetProperty("errors", out var errors))
                {
                    detail = string.Join(Environment.NewLine, errors.EnumerateArray().Select(MessageOf));
                }
            }
            catch (JsonException)
            {
                // Something on the way answered, not the coordinator.
            }

            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized => CommandException.BadInput($"{detail} Set it in {NodeOptions.Token.Variable}."
                    + (isByFile ? $" The user who started the coordinator, with the same {DataFolder.Variable}, needs none where it was given no tokens." : "")),
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
            policy.CustomTrustStore.ImportFromPem(InputFile.ReadText(file, TlsFiles.MostBytes));
        }
        catch (Exception error) when (error is InputFileException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException([$"{NodeOptions.TlsAuthorities.Option}: {file} cannot be read: {error.Message}"]);
        }

        return policy;
    }
}
