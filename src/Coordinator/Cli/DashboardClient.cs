using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>A command line's connection to a coordinator by its HTTP API. It repeats every question but the one for configurations until there is an answer.</summary>
internal sealed class DashboardClient : ICoordinatorClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http;
    private readonly Uri address;
    private readonly TimeProvider time;

    private DashboardClient(HttpClient http, Uri address, TimeProvider time)
    {
        this.http = http;
        this.address = address;
        this.time = time;
    }

    /// <summary>Makes a connection; nothing is sent yet.</summary>
    /// <exception cref="SettingsException">The token would cross a network for all to read.</exception>
    public static DashboardClient Start(Uri address, SettingValues values, TimeProvider time)
    {
        if (address.Scheme == Uri.UriSchemeHttp && !NetworkSafety.IsLoopback(address.Host) && !values.Get(NodeOptions.Insecure, false))
        {
            throw new SettingsException([$"{values.SourceOf(NodeOptions.To)}: {address} goes unencrypted to another machine; give an https:// address, or {NodeOptions.Insecure.Option} where the network is safe."]);
        }

        var handler = new SocketsHttpHandler { UseCookies = false };
        if (values.TryGet(NodeOptions.TlsAuthorities, out var file))
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(file) };
        }

        var http = new HttpClient(handler) { BaseAddress = new Uri(address, "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        if (values.TryGet(NodeOptions.Token, out var token))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return new DashboardClient(http, address, time);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ExperimentSummary>> ExperimentsAsync()
    {
        var page = await GetAsync<Page<ExperimentItem>>("experiments?limit=200", Patience, CancellationToken.None).ConfigureAwait(false);
        return [.. page.Items.Select(SummaryOf)];
    }

    /// <inheritdoc/>
    public Task<ExperimentSummary> DescribeAsync(ExperimentId id) => DescribeAsync(id, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkerSummary>> WorkersAsync() =>
    [
        .. (await GetAsync<WorkerItems>("workers", Patience, CancellationToken.None).ConfigureAwait(false)).Workers.Select(worker => new WorkerSummary(
            new WorkerId(worker.Worker), worker.Slots, worker.Held, worker.ProgramVersion, worker.RegisteredAt, worker.LastHeardAt)),
    ];

    /// <inheritdoc/>
    public async Task<ExperimentProgress> ExecuteAsync(IExperimentCommand command)
    {
        var id = command.ExperimentId;
        using var answer = await SendAsync(() => command switch
        {
            SubmitExperiment submit => new HttpRequestMessage(HttpMethod.Post, FormattableString.Invariant($"experiments?id={id}&priority={submit.Priority}&large=true"))
            {
                Content = new StringContent(ExperimentFileWriter.Write(submit.Specification), Encoding.UTF8, "application/yaml"),
            },
            PauseExperiment => new HttpRequestMessage(HttpMethod.Post, $"experiments/{id}/pause"),
            ResumeExperiment => new HttpRequestMessage(HttpMethod.Post, $"experiments/{id}/resume"),
            CancelExperiment => new HttpRequestMessage(HttpMethod.Post, $"experiments/{id}/cancel"),
            RetryExperiment => new HttpRequestMessage(HttpMethod.Post, $"experiments/{id}/retry"),
            PrioritizeExperiment prioritize => new HttpRequestMessage(HttpMethod.Put, $"experiments/{id}/priority")
            {
                Content = JsonContent.Create(new PriorityRequest(prioritize.Priority), options: HistoryJson.Options),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "not a command of the API"),
        }, Patience, CancellationToken.None).ConfigureAwait(false);

        // Who answered may be gone with what was cancelled; a dashboard of an earlier program tells less, and is asked.
        var done = (await answer.Content.ReadFromJsonAsync<ActionDone>(HistoryJson.Options).ConfigureAwait(false))!;
        var progress = new ExperimentProgress(id, done.Runs, done.Running, done.Completed, done.Diverged, done.Failed, PhaseOf(done.State), done.Cancelled);
        return progress.Ended == done.Ended ? progress : (await DescribeAsync(id).ConfigureAwait(false)).Progress;
    }

    /// <inheritdoc/>
    public async Task BringAsync(DatasetSpecification dataset)
    {
        if (dataset.Sha256 is not { } sha256)
        {
            return;
        }

        var (first, bytes) = DatasetUpload.Read(dataset);
        using var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Put, FormattableString.Invariant($"datasets/{sha256}?first_file_bytes={first}"))
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        }, Patience, CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExperimentProgress> WatchAsync(ExperimentId id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // News tell of nothing that was before they are followed: after the first, each question comes when their beginning is
        // seen. A coordinator that moves while nothing is told is found by asking anew.
        ExperimentProgress? last = null;
        var news = Task.CompletedTask;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            while (true)
            {
                var now = (await DescribeAsync(id, cancellation).ConfigureAwait(false)).Progress;
                if (now != last)
                {
                    yield return last = now;
                }

                if (now.AllEnded)
                {
                    yield break;
                }

                await news.ConfigureAwait(false);
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
                var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news = NewsAsync(id, begun, end.Token);
                await Task.WhenAny(begun.Task, news).ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await news.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<ConfigurationList> ConfigurationsAsync(ExperimentId id)
    {
        var page = await GetAsync<ConfigurationPage>($"experiments/{id}/configurations", TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        return new ConfigurationList(id, page.Parameters, [.. page.Items.Select(item => LiveConfigurations.ProgressOf(item, page.Parameters))]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ExperimentSummary> DescribeAsync(ExperimentId id, CancellationToken cancellation) =>
        SummaryOf((await GetAsync<ExperimentDetail>($"experiments/{id}", Patience, cancellation).ConfigureAwait(false)).Experiment);

    /// <summary>Waits until there is news of an experiment, or the connection ends, or for a while, or until it is cancelled.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="begun">Completed when whatever changes from now on will be told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    private async Task NewsAsync(ExperimentId id, TaskCompletionSource begun, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var answer = await http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            await using var stream = await answer.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(either.Token).ConfigureAwait(false))
            {
                var isFirst = begun.TrySetResult();
                if (item.EventType == "experiment" ? item.Data.Contains(id.Value, StringComparison.Ordinal) : item.EventType == "reset" && !isFirst)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whoever waits asks how things stand.
        }
    }

    private async Task<T> GetAsync<T>(string path, TimeSpan patience, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), patience, cancellation).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<T>(HistoryJson.Options, cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Sends a request, which may be repeated, until it is answered or nobody did so for too long.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, TimeSpan patience, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var isOver = time.GetElapsedTime(started) >= patience;
            try
            {
                using var request = make();
                var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode)
                {
                    return answer;
                }

                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || isOver)
                {
                    throw await RefusalAsync(answer, cancellation).ConfigureAwait(false);
                }
            }
            catch (HttpRequestException error) when (error.InnerException is System.Security.Authentication.AuthenticationException untrusted)
            {
                throw CommandException.Infrastructure($"{address} shows a certificate that is not trusted ({untrusted.Message}); {NodeOptions.TlsAuthorities.Option} names its authority.", error);
            }
            catch (HttpRequestException error) when (isOver)
            {
                throw CommandException.Infrastructure($"No dashboard has answered at {address} within {patience.TotalSeconds:0} s: {error.Message}", error);
            }
            catch (HttpRequestException)
            {
                // It may be starting, or started again.
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<CommandException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            var detail = $"{address} answered {(int)answer.StatusCode}";
            try
            {
                var problem = JsonDocument.Parse(text).RootElement;
                detail = problem.TryGetProperty("detail", out var told) ? told.GetString() ?? detail : detail;
                if (problem.TryGetProperty("errors", out var errors))
                {
                    detail = string.Join(Environment.NewLine, errors.EnumerateArray().Select(error => error.GetProperty("message").GetString()));
                }
            }
            catch (JsonException)
            {
                // Something on the way answered, not the dashboard.
            }

            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized => CommandException.BadInput($"{detail} Set it in {NodeOptions.Token.Variable}."),
                < HttpStatusCode.InternalServerError => CommandException.BadInput(detail),
                _ => CommandException.Infrastructure(detail),
            };
        }
    }

    private static ExperimentSummary SummaryOf(ExperimentItem item) => new(
        new ExperimentProgress(
            ExperimentId.Parse(item.Id),
            item.Runs,
            item.Running,
            item.Completed,
            item.Diverged,
            item.Failed,
            PhaseOf(item.State),
            item.Cancelled),
        item.Name,
        item.Priority,
        item.SubmittedAt,
        item.State == ExperimentRoutes.Damaged ? "its stream cannot be read" : "");

    private static ExperimentPhase PhaseOf(string state) => state switch
    {
        "paused" => ExperimentPhase.Paused,
        "cancelled" => ExperimentPhase.Cancelled,
        "ended" => ExperimentPhase.Ended,
        _ => ExperimentPhase.Active,
    };

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
