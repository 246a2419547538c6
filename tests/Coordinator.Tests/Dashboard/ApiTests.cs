using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;
using NNOptim.History.Exchange;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>Compares the HTTP API with its own description.</summary>
public sealed class ApiTests(LiveDashboard dashboard) : IClassFixture<LiveDashboard>
{
    private const string Yaml = "application/yaml", Bytes = "application/octet-stream";

    [Fact]
    public async Task Every_operation_answers_as_the_document_says_also_to_bad_input()
    {
        var document = await ApiDocument.ReadAsync(dashboard.Open);
        var id = await dashboard.CompletedAsync("first");
        var other = await dashboard.CompletedAsync("second");
        var waiting = await dashboard.SubmitAsync(LiveDashboard.LongFileOf("waiting"));
        var tried = new HashSet<string>();

        await Try("listExperiments", "GET", "/experiments?search=first&state=ended&limit=1", 200);
        await Try("listExperiments", "GET", "/experiments?limit=0", 400);
        await Try("listExperiments", "GET", "/experiments?limit=many", 400);
        await Try("listExperiments", "GET", "/experiments?state=odd", 400);
        await Try("getExperiment", "GET", $"/experiments/{id}", 200);
        await Try("getExperiment", "GET", "/experiments/nosuchid", 404);
        await Try("getExperiment", "GET", "/experiments/'%20OR%201=1", 404);
        await Try("listConfigurations", "GET", $"/experiments/{id}/configurations", 200);
        await Try("listConfigurations", "GET", "/experiments/00000000/configurations", 404);
        await Try("getCurves", "GET", $"/experiments/{id}/curves?configurations=1,3&points=5", 200);
        await Try("getCurves", "GET", $"/experiments/{id}/curves?configurations=one", 400);
        await Try("getCurves", "GET", $"/experiments/{id}/curves", 400);
        await Try("getCurves", "GET", "/experiments/00000000/curves?configurations=1", 404);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?sort=final_cost&descending=true&state=completed&compared=adam&limit=3", 200);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?sort=layers&configuration=1&where=learning_rate:0.001&where=batch_size:16&where=layers:2-5-2-1", 200);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?where=shoe_size:46", 400);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?where=learning_rate:fast", 400);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?where=final_cost", 400);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?sort=shoe_size", 400);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?state=odd", 400);
        await Try("listRuns", "GET", $"/experiments/{id}/runs?offset=-1", 400);
        await Try("listRuns", "GET", "/experiments/00000000/runs", 404);
        await Try("getRun", "GET", $"/experiments/{id}/runs/1", 200);
        await Try("getRun", "GET", $"/experiments/{id}/runs/99", 404);
        await Try("getCosts", "GET", $"/experiments/{id}/runs/1/costs", 200);
        await Try("getCosts", "GET", $"/experiments/{id}/runs/1/costs?points=1", 400);
        await Try("getCosts", "GET", $"/experiments/{id}/runs/0/costs", 404);
        await Try("getLog", "GET", $"/experiments/{id}/runs/1/log", 200);
        await Try("getLog", "GET", $"/experiments/{id}/runs/99/log", 404);
        await Try("listWorkers", "GET", "/workers", 200);
        await Try("compareExperiments", "GET", $"/compare?ids={id},{other}", 200);
        await Try("compareExperiments", "GET", $"/compare?ids={id}", 400);
        await Try("compareExperiments", "GET", $"/compare?ids={id},00000000", 404);
        await Try("getReport", "GET", $"/experiments/{id}/report", 200);
        await Try("getReport", "GET", "/experiments/00000000/report", 404);
        await Try("exportExperiment", "GET", $"/experiments/{id}/export", 200);
        await Try("exportExperiment", "GET", "/experiments/00000000/export", 404);
        await Try("submitExperiment", "POST", "/experiments?priority=-100", 201, LiveDashboard.FileOf("third", 4, 5));
        await Try("submitExperiment", "POST", "/experiments?priority=101", 400, LiveDashboard.FileOf("third", 4, 5));
        await Try("submitExperiment", "POST", $"/experiments?id={id}", 201, LiveDashboard.FileOf("first", 8, 40));
        await Try("submitExperiment", "POST", $"/experiments?id={id}", 409, LiveDashboard.FileOf("first", 8, 41));
        await Try("submitExperiment", "POST", "/experiments", 422, "name: x\ngrid: {optimizer: [sgd]}\n");
        await Try("submitExperiment", "POST", "/experiments", 422, "{");
        await Try("submitExperiment", "POST", "/experiments", 422, "name: x\ndataset: {kind: blobs, examples: 10000000, features: 100000}\n"
            + "network: {layers: [100000, 3]}\ntraining: {epochs: 1}\ngrid: {optimizer: gd, learning_rate: 1}\n");
        await Try("submitExperiment", "POST", "/experiments", 413, new string('#', (1024 * 1024) + 1));
        await Try("validateExperiment", "POST", "/experiments/validation", 200, LiveDashboard.FileOf("third", 4, 5));
        await Try("validateExperiment", "POST", "/experiments/validation", 200, "");
        await Try("prioritizeExperiment", "PUT", $"/experiments/{waiting}/priority", 200, """{"priority": 5}""", "application/json");
        await Try("prioritizeExperiment", "PUT", $"/experiments/{waiting}/priority", 400, """{"priority": 500}""", "application/json");
        await Try("prioritizeExperiment", "PUT", $"/experiments/{waiting}/priority", 400, """{"priority": "high"}""", "application/json");
        await Try("prioritizeExperiment", "PUT", $"/experiments/{waiting}/priority", 400, "{}", "application/json");
        await Try("prioritizeExperiment", "PUT", $"/experiments/{waiting}/priority", 400, """{"priority": 1, "priorty": 2}""", "application/json");
        await Try("pauseExperiment", "POST", $"/experiments/{waiting}/pause", 200);
        await Try("pauseExperiment", "POST", $"/experiments/{id}/pause", 409);
        await Try("pauseExperiment", "POST", "/experiments/00000000/pause", 404);
        await Try("resumeExperiment", "POST", $"/experiments/{waiting}/resume", 200);
        await Try("cancelExperiment", "POST", $"/experiments/{waiting}/cancel", 200);
        await Try("retryExperiment", "POST", $"/experiments/{waiting}/retry", 200);
        await Try("cancelExperiment", "POST", $"/experiments/{waiting}/cancel", 200);
        await Try("retryExperiment", "POST", $"/experiments/{id}/retry", 409);
        await Try("confirmExperiment", "POST", $"/experiments/{other}/confirm?seeds=2&per=none&number=1", 200);
        await Try("confirmExperiment", "POST", $"/experiments/{other}/confirm?seeds=2&per=none&number=1", 200);
        await Try("confirmExperiment", "POST", $"/experiments/{id}/confirm?seeds=1", 400);
        await Try("confirmExperiment", "POST", $"/experiments/{id}/confirm?number=0", 400);
        await Try("confirmExperiment", "POST", $"/experiments/{id}/confirm?per=shoe_size", 409);
        await Try("confirmExperiment", "POST", $"/experiments/{id}/confirm?number=7", 409);
        await Try("confirmExperiment", "POST", "/experiments/00000000/confirm", 404);
        await Try("keepDataset", "PUT", $"/datasets/{Sha256Specify("x\n1\n")}", 200, "x\n1\n", Bytes);
        await Try("keepDataset", "PUT", $"/datasets/{Sha256Specify("x\n1\n")}?first_file_bytes=5", 400, "x\n1\n", Bytes);
        await Try("keepDataset", "PUT", $"/datasets/{Sha256Specify("x\n1\n")}?first_file_bytes=many", 400, "x\n1\n", Bytes);
        await Try("keepDataset", "PUT", $"/datasets/{Sha256Specify("x\n2\n")}", 422, "x\n1\n", Bytes);
        await Try("keepDataset", "PUT", "/datasets/of-no-sha256", 422, "x\n1\n", Bytes);
        await Try("describeDataset", "POST", "/datasets/description?name=a.csv", 200, "x,y\n1,0\n2,1\n", Bytes);
        await Try("describeDataset", "POST", "/datasets/description?name=a.csv", 200, "x,y\n1,\n2,1\n", Bytes);
        await Try("describeDataset", "POST", "/datasets/description?name=a.csv&set=shoe_size=46", 400, "x,y\n1,0\n", Bytes);
        await Try("describeDataset", "POST", "/datasets/description", 400, "x,y\n1,0\n", Bytes);
        await Try("describeDataset", "POST", "/datasets/description?name=a.parquet", 422, "x,y\n1,0\n", Bytes);
        await Try("getSession", "GET", "/session", 200);
        await Try("beginSession", "POST", "/session", 200, "{}", "application/json");
        await Try("endSession", "DELETE", "/session", 204);

        document.Operations.Select(operation => operation.Id).Except(tried).ShouldBe(["followEvents"]);

        async Task Try(string operation, string method, string path, int status, string? body = null, string type = Yaml)
        {
            tried.Add(operation);
            using var answer = await LiveDashboard.SendAsync(new HttpMethod(method), new Uri(dashboard.Open, "/api/v1" + path), body, type);
            ((int)answer.StatusCode).ShouldBe(status, $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
            await document.ShouldDescribeAsync(operation, answer);
        }
    }

    [Theory]
    [InlineData("GET", "/experiments?limit=many", "limit")]
    [InlineData("PUT", "/experiments/00000000/priority", "priorty")]
    public async Task An_unreadable_request_is_answered_with_the_reason(string method, string path, string expected)
    {
        using var answer = await LiveDashboard.SendAsync(
            new HttpMethod(method), new Uri(dashboard.Open, "/api/v1" + path), method == "PUT" ? """{"priorty": 2}""" : null, "application/json");

        (await BodyAsync(answer)).GetProperty("detail").GetString()!.ShouldContain(expected);
    }

    [Theory]
    [InlineData("configurations")]
    [InlineData("runs")]
    public async Task Values_and_metrics_have_their_declared_names(string list)
    {
        var id = await dashboard.CompletedOfAsync(LiveDashboard.FurtherAxesOf("further-axes"));
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}/{list}"));

        var items = (await BodyAsync(answer)).GetProperty("items").EnumerateArray().ToList();
        items.Select(item => item.GetProperty("values")).Select(values => $"{values.GetProperty("hidden_activation").GetString()} {values.GetProperty("adam_beta1").GetDouble()}")
            .ShouldBe(["relu 0.5", "relu 0.9", "tanh 0.5", "tanh 0.9"], ignoreOrder: true);
        items.ShouldAllBe(item => item.GetProperty("metrics").GetProperty("final_cost").GetDouble() > 0);
    }

    [Fact]
    public async Task An_undeclared_name_is_answered_with_the_declared_ones()
    {
        var id = await dashboard.CompletedAsync("named");
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}/runs?sort=shoe_size"));

        var detail = (await BodyAsync(answer)).GetProperty("detail").GetString()!;
        detail.ShouldContain("'shoe_size' is not allowed");
        detail.ShouldContain("learning_rate");
        detail.ShouldContain("rise_area");
    }

    [Theory]
    [InlineData("compared=adam", 4)]
    [InlineData("where=learning_rate:0.01", 4)]
    [InlineData("where=learning_rate:0.01&compared=gd", 2)]
    [InlineData("where=batch_size:full", 0)]
    [InlineData("where=batch_size:16&where=layers:2-5-2-1", 8)]
    public async Task Runs_are_selected_by_any_declared_parameter(string query, int expected)
    {
        var id = await dashboard.CompletedAsync("selected");
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}/runs?{query}"));

        (await BodyAsync(answer)).GetProperty("total").GetInt32().ShouldBe(expected);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_curve_has_no_more_points_than_requested(int points)
    {
        var id = await dashboard.CompletedAsync("first");
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}/runs/1/costs?points={points}"), null, Yaml);

        (await BodyAsync(answer)).GetProperty("epochs").GetArrayLength().ShouldBeInRange(2, points);
    }

    [Fact]
    public async Task A_file_with_errors_is_answered_with_all_of_them_and_their_positions()
    {
        using var answer = await LiveDashboard.SendAsync(
            HttpMethod.Post, new Uri(dashboard.Open, "/api/v1/experiments"), LiveDashboard.FileOf("x", 4, 5).Replace("gd, adam", "sgd", StringComparison.Ordinal).Replace("epochs: 5", "epochs: 0", StringComparison.Ordinal), Yaml);

        var errors = (await BodyAsync(answer)).GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32(), error.GetProperty("key").GetString()));
        errors.ShouldBe([(4, 20, "training.epochs"), (5, 20, "grid.optimizer")]);
    }

    [Fact]
    public async Task A_resolved_specification_is_submitted_as_it_is_with_the_submitters_environment()
    {
        var submission = Actors.Experiments.Submit(ExperimentId.Draw(Random.Shared), 2) with
        {
            Environment = new ExperimentEnvironment("7.8.9", ".NET elsewhere", "another system", 3, 128, "nnoptim submit here") { ProcessorName = "another", DataSha256 = "abc" },
            Specification = Actors.Experiments.Specify(2).With("batch_size", ParameterValue.Integers(16)),
            By = "mallory",
        };
        using var answer = await SubmitAsync(submission);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var export = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{submission.ExperimentId}/export"));
        var record = ExperimentImport.Read(await export.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).Record;
        record.Specification.ShouldBe(submission.Specification);
        record.Environment.ShouldBe(submission.Environment);
        using var detail = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{submission.ExperimentId}"));
        (await BodyAsync(detail)).GetProperty("actions")[0].GetProperty("by").GetString().ShouldBe("tester");
    }

    [Fact]
    public async Task A_resolved_specification_is_checked_as_its_file_would_be()
    {
        var sound = Actors.Experiments.Specify(2).With("batch_size", ParameterValue.Integers(16));
        var refused = new Dictionary<string, ExperimentSpecification>
        {
            ["grid.learning_rate"] = sound.With("learning_rate", ParameterValue.Numbers(-1)),
            ["network.layers"] = sound.With("layers", [new ParameterValue.Layers([3, 1])]),
            ["is in the list twice"] = sound.With("seed", ParameterValue.Integers(1, 1)),
            ["dataset.examples"] = sound with { Dataset = sound.Dataset with { Examples = 1 } },
            ["does not equal the one that its file resolves to"] = sound with { Axes = [.. sound.Axes.Reverse()] },
            ["has another declaration"] = sound with { Trainable = sound.Trainable with { Objective = "best_cost" } },
            ["runs, more than"] = sound.With("seed", ParameterValue.Integers([.. Enumerable.Range(1, 20_000).Select(seed => (long)seed)])),
        };
        foreach (var (told, specification) in refused)
        {
            using var answer = await SubmitAsync(new SubmitExperiment(ExperimentId.Draw(Random.Shared), specification, Actors.Experiments.Environment));
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
            body.ShouldContain(told);
        }
    }

    [Fact]
    public async Task A_client_that_submits_a_file_may_send_its_own_environment()
    {
        using var told = await LiveDashboard.SendAsync(
            HttpMethod.Post, new Uri(dashboard.Open, "/api/v1/experiments"), LiveDashboard.FileOf("told", 4, 5), Yaml,
            headers: (SubmissionFormat.EnvironmentHeader, """{"program_version": "notebook 3", "command_line": "train()"}"""));
        var id = (await BodyAsync(told)).GetProperty("id").GetString();
        using var detail = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}"));
        var experiment = await BodyAsync(detail);
        experiment.GetProperty("program_version").GetString().ShouldBe("notebook 3");
        experiment.GetProperty("command_line").GetString().ShouldBe("train()");

        using var wrong = await LiveDashboard.SendAsync(
            HttpMethod.Post, new Uri(dashboard.Open, "/api/v1/experiments"), LiveDashboard.FileOf("told", 4, 5), Yaml, headers: (SubmissionFormat.EnvironmentHeader, "{"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("experiments", HttpStatusCode.Created)]
    [InlineData("experiments/validation", HttpStatusCode.OK)]
    public async Task Notes_on_a_file_are_in_the_answer(string route, HttpStatusCode status)
    {
        var file = LiveDashboard.FileOf("small", 4, 5).Replace("batch_size: [16], ", "", StringComparison.Ordinal);
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Post, new Uri(dashboard.Open, $"/api/v1/{route}"), file, Yaml);

        answer.StatusCode.ShouldBe(status);
        (await BodyAsync(answer)).GetProperty("notes").EnumerateArray().ShouldHaveSingleItem().GetString()
            .ShouldBe("experiment.yaml:5:1: grid.batch_size: the default of 64 is above the 60 training examples, so it is 60");
    }

    [Fact]
    public async Task A_file_of_the_coordinators_machine_is_not_read_for_whoever_submits()
    {
        using var answer = await LiveDashboard.SendAsync(
            HttpMethod.Post, new Uri(dashboard.Open, "/api/v1/experiments/validation"),
            LiveDashboard.FileOf("x", 4, 5).Replace("{kind: moons, examples: 60}", "{kind: csv, path: /etc/hostname, label: y}", StringComparison.Ordinal), Yaml);

        var error = (await BodyAsync(answer)).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("key").GetString().ShouldBe("dataset.path");
        error.GetProperty("message").GetString()!.ShouldContain("nnoptim submit");
    }

    [Fact]
    public async Task A_dataset_that_was_brought_is_trained_on_by_its_sha256()
    {
        // Longer than a part of a message, so that it is uploaded and fetched in several parts.
        var data = "a,b,y\n" + string.Concat(Enumerable.Range(0, 12_000).Select(row => $"{row % 7},{row % 5},{row % 2}\n"));
        var sha256 = Sha256Specify(data);
        var file = LiveDashboard.FileOf("brought", 4, 2).Replace(
            "{kind: moons, examples: 60}", $"{{kind: csv, path: there.csv, label: y, sha256: {sha256}}}", StringComparison.Ordinal);
        (await ValidateAsync()).ShouldContain("does not have it");

        for (var again = 0; again < 2; again++)
        {
            using var brought = await LiveDashboard.SendAsync(HttpMethod.Put, new Uri(dashboard.Open, $"/api/v1/datasets/{sha256}"), data, Bytes);
            brought.StatusCode.ShouldBe(HttpStatusCode.OK, await brought.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            (await BodyAsync(brought)).GetProperty("bytes").GetInt64().ShouldBe(data.Length);
        }

        (await ValidateAsync()).ShouldContain("\"is_valid\":true");
        var id = await dashboard.SubmitAsync(file);
        await LiveDashboard.UntilAsync(new Uri(dashboard.Open, $"/api/v1/experiments/{id}"), body => body.GetProperty("experiment").GetProperty("completed").GetInt32() == 4);

        async Task<string> ValidateAsync()
        {
            using var answer = await LiveDashboard.SendAsync(HttpMethod.Post, new Uri(dashboard.Open, "/api/v1/experiments/validation"), file, Yaml);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_client_that_has_the_current_answer_gets_304()
    {
        var address = new Uri(dashboard.Open, $"/api/v1/experiments/{await dashboard.CompletedAsync("tagged")}/configurations");
        using var first = await LiveDashboard.SendAsync(HttpMethod.Get, address);
        var tag = first.Headers.ETag.ShouldNotBeNull().ToString();

        using var again = await LiveDashboard.SendAsync(HttpMethod.Get, address, headers: [("If-None-Match", tag)]);
        using var other = await LiveDashboard.SendAsync(HttpMethod.Get, address, headers: [("If-None-Match", "\"other\"")]);

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Runs_come_in_pages_and_in_the_requested_order()
    {
        var id = await dashboard.CompletedAsync("paged");
        var first = await PageAsync("offset=0");
        var second = await PageAsync("offset=5");

        first.Concat(second).ShouldBe(first.Concat(second).Order());
        (first.Count, second.Count).ShouldBe((5, 3));

        async Task<List<double>> PageAsync(string query)
        {
            using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}/runs?sort=final_cost&limit=5&{query}"));
            var page = await BodyAsync(answer);
            page.GetProperty("total").GetInt32().ShouldBe(8);
            return [.. page.GetProperty("items").EnumerateArray().Select(run => run.GetProperty("metrics").GetProperty("final_cost").GetDouble())];
        }
    }

    [Fact]
    public async Task Costs_are_thinned_to_every_kth_record_and_the_last()
    {
        var id = await dashboard.CompletedAsync("thinned");
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, $"/api/v1/experiments/{id}/runs/1/costs?points=6"));

        // 20 records, one every 2 epochs: every fourth is the smallest step that leaves no more than six.
        var costs = await BodyAsync(answer);
        costs.GetProperty("every").GetInt32().ShouldBe(8);
        costs.GetProperty("epochs").EnumerateArray().Select(epoch => epoch.GetInt32()).ShouldBe([0, 8, 16, 24, 32, 38]);
    }

    [Fact]
    public async Task Each_action_is_in_the_history_with_who_asked_and_when()
    {
        var id = await dashboard.SubmitAsync(LiveDashboard.LongFileOf("steered"));
        foreach (var action in (string[])["pause", "resume", "cancel"])
        {
            using var answer = await LiveDashboard.SendAsync(HttpMethod.Post, new Uri(dashboard.Guarded, $"/api/v1/experiments/{id}/{action}"), token: LiveDashboard.Admin);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var shown = await LiveDashboard.UntilAsync(
            new Uri(dashboard.Open, $"/api/v1/experiments/{id}"), body => body.GetProperty("actions").GetArrayLength() == 4);
        shown.GetProperty("actions").EnumerateArray()
            .Select(action => $"{action.GetProperty("action").GetString()} by {action.GetProperty("by").GetString()}")
            .ShouldBe(["submit by tester", "pause by ann", "resume by ann", "cancel by ann"]);
    }

    [Fact]
    public async Task Events_continue_after_the_last_id_of_a_returning_client()
    {
        var (first, id) = await NewsAsync(null, "reset");
        first.ShouldBe("reset");
        var experiment = await dashboard.SubmitAsync(LiveDashboard.FileOf("news", 4, 5));

        (await NewsAsync(id, "experiment", experiment)).Data.ShouldContain(experiment);
        (await NewsAsync("of-another-process-7", "reset")).Kind.ShouldBe("reset");

        async Task<(string Kind, string Data)> NewsAsync(string? after, string kind, string content = "")
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(dashboard.Open, "/api/v1/events"));
            if (after is not null)
            {
                request.Headers.Add("Last-Event-ID", after);
            }

            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromSeconds(30));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            await using var stream = await answer.Content.ReadAsStreamAsync(deadline.Token);
            await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(deadline.Token))
            {
                if (item.EventType == kind && item.Data.Contains(content, StringComparison.Ordinal))
                {
                    return (item.EventType, kind == "reset" ? item.EventId! : item.Data);
                }
            }

            throw new ShouldAssertException($"The stream ended without {kind}.");
        }
    }

    [Theory]
    [InlineData(2, HttpStatusCode.BadRequest)]
    [InlineData(21, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_resolved_specification_may_be_larger_than_a_file(int mebibytes, HttpStatusCode status)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[mebibytes * 1024 * 1024]);
        content.Headers.ContentType = new(SubmissionFormat.ResolvedType);

        using var answer = await client.PostAsync(new Uri(dashboard.Open, "/api/v1/experiments"), content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(status);
    }

    /// <summary>Submits an experiment as a command line does.</summary>
    private async Task<HttpResponseMessage> SubmitAsync(SubmitExperiment submission)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(ProtocolCodec.ToBytes(submission));
        content.Headers.ContentType = new(SubmissionFormat.ResolvedType);
        return await client.PostAsync(new Uri(dashboard.Open, $"/api/v1/experiments?id={submission.ExperimentId}"), content, TestContext.Current.CancellationToken);
    }

    private static string Sha256Specify(string data) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)));

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
