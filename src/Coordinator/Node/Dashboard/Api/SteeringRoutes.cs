using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes that submit and steer experiments. The coordinator records each action with the name of the caller.</summary>
internal static class SteeringRoutes
{
    private const string Yaml = "application/yaml";
    private const int MiB = 1024 * 1024;

    /// <summary>The size limit of an experiment file.</summary>
    private const int MaxFileBytes = MiB;

    /// <summary>The size limit of a resolved specification. It writes out every list, which may have as many values as a grid has runs.</summary>
    private const int MaxSpecificationBytes = 20 * MiB;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/experiments", SubmitAsync).WithName("submitExperiment")
            .WithSummary("Submits an experiment file (YAML or JSON), or a specification that a command line resolved. The response to a file with errors lists all of them with line and column. The response to a file without errors has notes on it, if there are any.")
            .Accepts<string>(Yaml, "application/json", "text/plain", SubmissionFormat.ResolvedType).ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);
        routes.MapPost("/experiments/validation", ValidateAsync).WithName("validateExperiment").WithSummary("Validates an experiment file and lists all its errors. Submits nothing.")
            .Accepts<string>(Yaml, "application/json", "text/plain").ProducesProblem(413);
        Action("pause", "Pauses an experiment: takes its runs back from the workers, and assigns none until it is resumed.", (id, by) => new PauseExperiment(id, by));
        Action("resume", "Resumes an experiment that is paused, or that no coordinator runs.", (id, by) => new ResumeExperiment(id, by));
        Action("cancel", "Cancels every run that has not ended.", (id, by) => new CancelExperiment(id, by));
        Action("retry", "Requeues the failed and the cancelled runs.", (id, by) => new RetryExperiment(id, by));
        routes.MapPost("/experiments/{id}/confirm", ConfirmAsync).WithName("confirmExperiment")
            .WithSummary("Trains the best configurations of an experiment that has ended again, on fresh seeds.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        routes.MapPut("/experiments/{id}/priority", PrioritizeAsync).WithName("prioritizeExperiment").WithSummary("Changes the priority of an experiment.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);

        void Action(string verb, string summary, Func<ExperimentId, string, IExperimentCommand> command) =>
            routes.MapPost($"/experiments/{{id}}/{verb}", (string id, HttpContext context, CoordinatorGateway gateway, HistoryStore store, CancellationToken cancellation) =>
                    ExecuteAsync(id, experiment => command(experiment, NameOf(context)), gateway, store, cancellation))
                .WithName($"{verb}Experiment").WithSummary(summary).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    private static async Task<Results<Created<ActionDone>, ProblemHttpResult>> SubmitAsync(
        HttpContext context,
        CoordinatorGateway gateway,
        HistoryStore store,
        DashboardSettings settings,
        UploadedDatasets datasets,
        CancellationToken cancellation,
        [Description("The priority, from -100 to 100. Workers get all runs of a higher priority first.")] int priority = ExperimentPriority.Normal,
        [Description("Whether to allow a grid of more than 10,000 runs.")] bool large = false,
        [Description("The id of the new experiment, if the client chooses it: eight of 0-9 and a-z without i, l, o, u. A repeated request then has no effect.")] string? id = null)
    {
        var experiment = default(ExperimentId);
        if (id is not null && !ExperimentId.TryParse(id, out experiment))
        {
            return Problems.NotAllowed($"id: '{id}' is not eight of 0-9 and a-z without i, l, o, u.");
        }

        if (priority is < ExperimentPriority.Min or > ExperimentPriority.Max)
        {
            return Problems.NotAllowed($"priority must be from {ExperimentPriority.Min} to {ExperimentPriority.Max}.");
        }

        var isResolved = Submission.IsResolved(context.Request);
        if (await BodyAsync(context, isResolved ? MaxSpecificationBytes : MaxFileBytes, cancellation).ConfigureAwait(false) is not { } body)
        {
            return TooLarge(isResolved);
        }

        var submission = await Task.Run(() => Submission.Read(context.Request, body, new ExperimentFileReader(datasets.ShapeOf, settings.Trainables), large), cancellation)
            .ConfigureAwait(false);
        if (submission.File.Specification is not { } specification)
        {
            return Problems.BadFile(submission.File.Errors);
        }

        experiment = id is null ? settings.NewId() : experiment;
        var environment = submission.Environment(settings.Environment, $"POST {context.Request.Path}", specification.Dataset);
        var answer = await gateway.AskAsync<IExperimentAnswer>(
            new SubmitExperiment(experiment, specification, environment, priority, NameOf(context)), cancellation).ConfigureAwait(false);
        if (answer is not ExperimentCommandDone done)
        {
            return Problems.Refused(experiment.Value, ((ExperimentCommandRefused)answer).Reason);
        }

        store.Project(experiment);
        return TypedResults.Created($"{context.Request.PathBase}/api/v1/experiments/{experiment}", DoneOf(done.Progress) with { Notes = submission.File.Notes });
    }

    private static async Task<Results<Ok<FileVerdict>, ProblemHttpResult>> ValidateAsync(
        HttpContext context,
        UploadedDatasets datasets,
        DashboardSettings settings,
        CancellationToken cancellation,
        [Description("Whether to allow a grid of more than 10,000 runs.")] bool large = false)
    {
        if (await BodyAsync(context, MaxFileBytes, cancellation).ConfigureAwait(false) is not { } body)
        {
            return TooLarge();
        }

        var reader = new ExperimentFileReader(datasets.ShapeOf, settings.Trainables);
        var file = await Task.Run(() => Submission.ReadFile(body, reader, large), cancellation).ConfigureAwait(false);
        return TypedResults.Ok(file.Specification is { } specification
            ? new FileVerdict(true, specification.Name, checked((int)ExperimentGrid.CountWithConfirmation(specification)), []) { Notes = file.Notes }
            : new FileVerdict(false, null, null, Problems.ErrorsOf(file.Errors)));
    }

    private static Task<Results<Ok<ActionDone>, ProblemHttpResult>> PrioritizeAsync(
        string id, PriorityRequest request, HttpContext context, CoordinatorGateway gateway, HistoryStore store, CancellationToken cancellation) =>
        request.Priority is < ExperimentPriority.Min or > ExperimentPriority.Max
            ? Task.FromResult<Results<Ok<ActionDone>, ProblemHttpResult>>(
                Problems.NotAllowed($"priority must be from {ExperimentPriority.Min} to {ExperimentPriority.Max}."))
            : ExecuteAsync(id, experiment => new PrioritizeExperiment(experiment, request.Priority, NameOf(context)), gateway, store, cancellation);

    private static async Task<Results<Ok<ActionDone>, ProblemHttpResult>> ConfirmAsync(
        string id,
        HttpContext context,
        CoordinatorGateway gateway,
        HistoryStore store,
        CancellationToken cancellation,
        [Description("The number of finalists for each value of the parameter; by default as in the experiment file, else 1.")] int? finalists = null,
        [Description("The parameter whose values each have finalists, or none; by default as in the experiment file, else the compared parameter.")] string? per = null,
        [Description("The number of fresh seeds; by default as in the experiment file, else 20.")] int? seeds = null,
        [Description("The number of the confirmation, one more than the last one's, if the client gives it. A repeated request then has no effect.")] int? number = null)
    {
        if ((ConfirmationRequest.Problem(finalists, seeds) ?? (number is < 1 ? "number must be 1 or more" : null)) is { } problem)
        {
            return Problems.NotAllowed($"{problem}.");
        }

        // Only the experiment itself knows how many confirmations it has: the tables may be behind.
        var next = number;
        if (next is null && ExperimentId.TryParse(id, out var experiment) && await gateway.DescribeAsync(experiment, cancellation).ConfigureAwait(false) is { } known)
        {
            next = (known.Progress.Confirmation?.Number ?? 0) + 1;
        }

        return await ExecuteAsync(
            id, known => new ConfirmExperiment(known, next ?? 1, finalists, per, seeds, NameOf(context)), gateway, store, cancellation).ConfigureAwait(false);
    }

    private static async Task<Results<Ok<ActionDone>, ProblemHttpResult>> ExecuteAsync(
        string id, Func<ExperimentId, IExperimentCommand> command, CoordinatorGateway gateway, HistoryStore store, CancellationToken cancellation)
    {
        // A coordinator manages every experiment that it gets a command for, so it must not get one for an unknown id.
        if (!ExperimentId.TryParse(id, out var experiment)
            || (store.Experiment(experiment) is null && await gateway.DescribeAsync(experiment, cancellation).ConfigureAwait(false) is null))
        {
            return Problems.NoExperiment(id);
        }

        return await gateway.AskAsync<IExperimentAnswer>(command(experiment), cancellation).ConfigureAwait(false) switch
        {
            ExperimentCommandDone done => TypedResults.Ok(DoneOf(done.Progress)),
            ExperimentCommandRefused refused => Problems.Refused(id, refused.Reason),
            var other => throw new InvalidOperationException($"Unexpected answer: {other}"),
        };
    }

    private static ActionDone DoneOf(ExperimentProgress progress) => new(
        progress.ExperimentId.Value, ExperimentRoutes.StateOf(progress.Phase), progress.Total, progress.Ended, progress.Running, progress.Completed,
        progress.Diverged, progress.Failed, progress.Cancelled)
    {
        Most = progress.Most,
        Confirmation = ConfirmationItem.Create(progress.Confirmation),
    };

    private static string NameOf(HttpContext context) => context.User.Identity!.Name!;

    /// <summary>The body of a request; null if it has more than <paramref name="limit"/> bytes.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext context, int limit, CancellationToken cancellation)
    {
        // The buffer grows with the received bytes: a header may lie about the length.
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var length and > 0)
        {
            if (body.Length + length > limit)
            {
                return null;
            }

            body.Write(buffer, 0, length);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static ProblemHttpResult TooLarge(bool isResolved = false) => TypedResults.Problem(
        isResolved ? "A resolved specification may have at most 20 MiB." : "An experiment file may have at most 1 MiB.",
        statusCode: StatusCodes.Status413PayloadTooLarge);
}
