using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;
using NNOptim.History.Exchange;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Hosting.Settings;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Cli;

/// <summary>The command line's client of a coordinator's HTTP API. It repeats every request until it is answered, except the one for configurations.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int PageSize = 200;

    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly ApiTransport transport;
    private readonly TimeProvider time;

    private ApiClient(ApiTransport transport, TimeProvider time)
    {
        this.transport = transport;
        this.time = time;
    }

    /// <summary>The coordinators' addresses, for messages.</summary>
    public string Endpoints => transport.Endpoints;

    /// <summary>Creates a client. It sends nothing yet.</summary>
    /// <exception cref="SettingsException">The token would cross a network unencrypted.</exception>
    public static ApiClient Start(SettingValues values, TimeProvider time) => new(ApiTransport.Start(values, time), time);

    /// <summary>The latest experiments in the coordinator's history, newest first.</summary>
    /// <exception cref="CommandException">No coordinator answers.</exception>
    public async Task<IReadOnlyList<ExperimentSummary>> ExperimentsAsync() =>
        [.. (await PageAsync("archived=false", 0, PageSize).ConfigureAwait(false)).Items.Select(SummaryOf)];

    /// <summary>All experiments in the history that match a query, newest first.</summary>
    /// <param name="query">The query string, without offset and limit.</param>
    /// <exception cref="CommandException">The coordinator refuses the query, or none answers.</exception>
    public async Task<IReadOnlyList<ExperimentItem>> ListAsync(string query)
    {
        var items = new List<ExperimentItem>();
        while (true)
        {
            var page = await PageAsync(query, items.Count, PageSize).ConfigureAwait(false);
            items.AddRange(page.Items);
            if (page.Items.IsEmpty || items.Count >= page.Total)
            {
                return items;
            }
        }
    }

    /// <summary>One experiment in the coordinator's history.</summary>
    /// <exception cref="CommandException">There is no such experiment, its stream is unreadable, or no coordinator answers.</exception>
    public Task<ExperimentSummary> DescribeAsync(ExperimentId id) => DescribeAsync(id, CancellationToken.None);

    /// <summary>The coordinator's workers.</summary>
    /// <exception cref="CommandException">No coordinator answers.</exception>
    public async Task<IReadOnlyList<WorkerSummary>> WorkersAsync() =>
    [
        .. (await GetAsync<WorkerItems>("workers", RetryTimeout, CancellationToken.None).ConfigureAwait(false)).Workers.Select(worker => new WorkerSummary(
            new WorkerId(worker.Worker), worker.Slots, worker.Held, worker.ProgramVersion, worker.RegisteredAt, worker.LastHeardAt)),
    ];

    /// <summary>Submits an experiment. A repeated submission with the same id has no effect.</summary>
    /// <exception cref="CommandException">The coordinator refuses the request, or none answers.</exception>
    public Task<ExperimentProgress> SubmitAsync(SubmitExperiment submission) => SendCommandAsync(submission.ExperimentId, () => new HttpRequestMessage(
        HttpMethod.Post, FormattableString.Invariant($"experiments?id={submission.ExperimentId}&priority={submission.Priority}&large=true"))
    {
        Content = new ByteArrayContent(ProtocolCodec.ToBytes(submission)) { Headers = { ContentType = new MediaTypeHeaderValue(SubmissionFormat.ResolvedType) } },
    });

    /// <summary>Pauses, resumes, cancels or retries an experiment.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="action">The action: the last part of the route.</param>
    /// <exception cref="CommandException">The coordinator refuses the request, or none answers.</exception>
    public Task<ExperimentProgress> ControlAsync(ExperimentId id, string action) =>
        SendCommandAsync(id, () => new HttpRequestMessage(HttpMethod.Post, $"experiments/{id}/{action}"));

    /// <summary>Confirms an experiment that has ended. A repeated request with the same number has no effect.</summary>
    /// <exception cref="CommandException">The coordinator refuses the request, or none answers.</exception>
    public Task<ExperimentProgress> ConfirmAsync(ConfirmExperiment command) => SendCommandAsync(command.ExperimentId, () => new HttpRequestMessage(
        HttpMethod.Post,
        FormattableString.Invariant($"experiments/{command.ExperimentId}/confirm?number={command.Number}")
            + (command.Finalists is { } finalists ? FormattableString.Invariant($"&finalists={finalists}") : "")
            + (command.Per is { } per ? $"&per={Uri.EscapeDataString(per)}" : "")
            + (command.Seeds is { } seeds ? FormattableString.Invariant($"&seeds={seeds}") : "")));

    /// <summary>Changes an experiment's priority.</summary>
    /// <exception cref="CommandException">The coordinator refuses the request, or none answers.</exception>
    public Task<ExperimentProgress> PrioritizeAsync(ExperimentId id, int priority) => SendCommandAsync(id, () => new HttpRequestMessage(HttpMethod.Put, $"experiments/{id}/priority")
    {
        Content = JsonContent.Create(new PriorityRequest(priority), options: HistoryJson.Options),
    });

    /// <summary>Uploads the files of a dataset, if it has any.</summary>
    /// <exception cref="CommandException">The files cannot be read or sent, or no coordinator answers.</exception>
    public async Task UploadAsync(DatasetSpecification dataset)
    {
        if (dataset.Sha256 is not { } sha256)
        {
            return;
        }

        var (first, bytes) = DatasetFiles.Read(dataset);
        using var answer = await transport.SendAsync(() => new HttpRequestMessage(HttpMethod.Put, FormattableString.Invariant($"datasets/{sha256}?first_file_bytes={first}"))
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        }, RetryTimeout, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The experiment's current progress and every change, until every run has ended.</summary>
    /// <exception cref="CommandException">The experiment can no longer be followed.</exception>
    public async IAsyncEnumerable<ExperimentProgress> WatchAsync(ExperimentId id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The event stream contains only later changes, so the loop reads the progress after the stream has begun. It reads again
        // when the stream ends, because another coordinator may have taken over.
        ExperimentProgress? last = null;
        long? unfinishedSince = null;
        var change = Task.CompletedTask;
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

                // A coordinator that has just started may still be reading the experiment.
                unfinishedSince = now.Phase == ExperimentPhase.Unfinished ? unfinishedSince ?? time.GetTimestamp() : null;
                if (unfinishedSince is { } since && time.GetElapsedTime(since) >= RetryTimeout)
                {
                    throw CommandException.BadInput($"No coordinator runs experiment {id}. Continue it with: nnoptim resume {id} --to {Endpoints}");
                }

                await change.ConfigureAwait(false);
                await Task.Delay(PollInterval, time, cancellation).ConfigureAwait(false);
                var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                change = WaitForChangeAsync(id, begun, end.Token);
                await Task.WhenAny(begun.Task, change).ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await change.ConfigureAwait(false);
        }
    }

    /// <summary>The configurations of a running experiment, best first; empty when none are known.</summary>
    /// <exception cref="CommandException">The coordinator does not return them.</exception>
    public async Task<ConfigurationList> ConfigurationsAsync(ExperimentId id)
    {
        var page = await GetAsync<ConfigurationPage>($"experiments/{id}/configurations", TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        return new ConfigurationList(id, page.Parameters, [.. page.Items.Select(item => LiveConfigurations.ProgressOf(item, page.Parameters))]);
    }

    /// <summary>A complete experiment, with its runs and events.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="folder">A folder for the temporary file.</param>
    /// <exception cref="CommandException">There is no such experiment, it is unreadable, or no coordinator answers.</exception>
    public async Task<ImportedExperiment> ExportAsync(ExperimentId id, string folder)
    {
        var path = Path.Combine(folder, $"{id}.json");
        try
        {
            using (var answer = await transport.SendAsync(
                () => new HttpRequestMessage(HttpMethod.Get, $"experiments/{id}/export"), RetryTimeout, CancellationToken.None, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false))
            {
                await using var document = File.Create(path);
                using var deadline = new CancellationTokenSource(ApiTransport.TransferTimeout, time);
                await answer.Content.CopyToAsync(document, deadline.Token).ConfigureAwait(false);
            }

            using var whole = File.OpenRead(path);
            return ExperimentImport.Read(whole);
        }
        catch (ExchangeFormatException error)
        {
            throw CommandException.Infrastructure($"The export of experiment {id} from the coordinator at {Endpoints} cannot be read: {error.Message}.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw CommandException.Infrastructure($"Experiment {id} could not be downloaded from the coordinator at {Endpoints}: {error.Message}", error);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();

    private async Task<ExperimentProgress> SendCommandAsync(ExperimentId id, Func<HttpRequestMessage> make)
    {
        using var answer = await transport.SendAsync(make, RetryTimeout, CancellationToken.None).ConfigureAwait(false);
        var done = (await answer.Content.ReadFromJsonAsync<ActionDone>(HistoryJson.Options).ConfigureAwait(false))!;
        return new ExperimentProgress(id, done.Runs, done.Running, done.Completed, done.Diverged, done.Failed, PhaseOf(done.State), done.Cancelled, done.Most)
        {
            Confirmation = RoundOf(done.Confirmation),
        };
    }

    private async Task<ExperimentSummary> DescribeAsync(ExperimentId id, CancellationToken cancellation) =>
        SummaryOf((await GetAsync<ExperimentDetail>($"experiments/{id}", RetryTimeout, cancellation).ConfigureAwait(false)).Experiment);

    private Task<Page<ExperimentItem>> PageAsync(string query, int offset, int limit) =>
        GetAsync<Page<ExperimentItem>>(FormattableString.Invariant($"experiments?{query}&offset={offset}&limit={limit}"), RetryTimeout, CancellationToken.None);

    /// <summary>Waits until an experiment changes, the connection ends, or a timeout elapses.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="begun">Completed when the stream reports all later changes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    private async Task WaitForChangeAsync(ExperimentId id, TaskCompletionSource begun, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(RetryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var answer = await transport.OpenStreamAsync("events", either.Token).ConfigureAwait(false);
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
            // The caller reads the progress again.
        }
    }

    private async Task<T> GetAsync<T>(string path, TimeSpan retryTimeout, CancellationToken cancellation)
    {
        using var answer = await transport.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), retryTimeout, cancellation).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<T>(HistoryJson.Options, cancellation).ConfigureAwait(false))!;
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
            item.Cancelled,
            item.Most)
        {
            Confirmation = RoundOf(item.Confirmation),
        },
        item.Name,
        item.Priority,
        item.SubmittedAt,
        item.Problem ?? "");

    private static ConfirmationRound? RoundOf(ConfirmationItem? item) => item is null ? null : new(item.Number, item.Finalists, item.Seeds);

    private static ExperimentPhase PhaseOf(string state) => state switch
    {
        "paused" => ExperimentPhase.Paused,
        "cancelled" => ExperimentPhase.Cancelled,
        "ended" => ExperimentPhase.Ended,
        "unfinished" => ExperimentPhase.Unfinished,
        _ => ExperimentPhase.Active,
    };
}
