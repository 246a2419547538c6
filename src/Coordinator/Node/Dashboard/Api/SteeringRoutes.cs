using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>What people do to experiments. The coordinator writes each action down with the name of whoever asked.</summary>
internal static class SteeringRoutes
{
    private const string Yaml = "application/yaml";
    private const int MiB = 1024 * 1024;

    /// <summary>The largest experiment file.</summary>
    private const int MostOfFile = MiB;

    /// <summary>The largest resolved specification: every list is written out in it, up to as many values as a grid may have runs.</summary>
    private const int MostOfSpecification = 20 * MiB;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/experiments", SubmitAsync).WithName("submitExperiment")
            .WithSummary("Submits an experiment file (YAML or JSON), or what a command line resolved it to. A file with mistakes is answered with all of them, each with its line and column.")
            .Accepts<string>(Yaml, "application/json", "text/plain", SubmissionFormat.ResolvedType).ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);
        routes.MapPost("/experiments/validation", ValidateAsync).WithName("validateExperiment").WithSummary("Checks an experiment file, tells all its mistakes, and submits nothing.")
            .Accepts<string>(Yaml, "application/json", "text/plain").ProducesProblem(413);
        Action("pause", "Takes the runs back from the workers, and gives out no more until it is resumed.", (id, by) => new PauseExperiment(id, by));
        Action("resume", "Lets a paused experiment, or one that no coordinator carries on, go on.", (id, by) => new ResumeExperiment(id, by));
        Action("cancel", "Gives up every run that has not ended.", (id, by) => new CancelExperiment(id, by));
        Action("retry", "Puts the failed and the cancelled runs into the queue again.", (id, by) => new RetryExperiment(id, by));
        routes.MapPut("/experiments/{id}/priority", PrioritizeAsync).WithName("prioritizeExperiment").WithSummary("Changes the order in which workers serve experiments.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);

        void Action(string verb, string summary, Func<ExperimentId, string, IExperimentCommand> command) =>
            routes.MapPost($"/experiments/{{id}}/{verb}", (string id, HttpContext context, CoordinatorGateway gateway, HistoryStore store, CancellationToken cancellation) =>
                    CarryOutAsync(id, experiment => command(experiment, NameOf(context)), gateway, store, cancellation))
                .WithName($"{verb}Experiment").WithSummary(summary).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    private static async Task<Results<Created<ActionDone>, ProblemHttpResult>> SubmitAsync(
        HttpContext context,
        CoordinatorGateway gateway,
        HistoryStore store,
        DashboardSettings settings,
        KeptDatasets datasets,
        CancellationToken cancellation,
        [Description("From -100 to 100: all work of a higher priority goes to the workers first.")] int priority = ExperimentPriority.Normal,
        [Description("Whether a grid of more than 10,000 runs is meant.")] bool large = false,
        [Description("The new experiment's id, where the sender draws it: eight of 0-9 and a-z without i, l, o, u. A repeated request then starts nothing twice.")] string? id = null)
    {
        var experiment = default(ExperimentId);
        if (id is not null && !ExperimentId.TryParse(id, out experiment))
        {
            return Problems.NotAllowed($"id: '{id}' is not eight of 0-9 and a-z without i, l, o, u.");
        }

        if (priority is < ExperimentPriority.Least or > ExperimentPriority.Most)
        {
            return Problems.NotAllowed($"priority is from {ExperimentPriority.Least} to {ExperimentPriority.Most}.");
        }

        var isResolved = Submission.IsResolved(context.Request);
        if (await BodyAsync(context, isResolved ? MostOfSpecification : MostOfFile, cancellation).ConfigureAwait(false) is not { } body)
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

        store.TakeIn(experiment);
        return TypedResults.Created($"{context.Request.PathBase}/api/v1/experiments/{experiment}", DoneOf(done.Progress));
    }

    private static async Task<Results<Ok<FileVerdict>, ProblemHttpResult>> ValidateAsync(
        HttpContext context,
        KeptDatasets datasets,
        DashboardSettings settings,
        CancellationToken cancellation,
        [Description("Whether a grid of more than 10,000 runs is meant.")] bool large = false)
    {
        if (await BodyAsync(context, MostOfFile, cancellation).ConfigureAwait(false) is not { } body)
        {
            return TooLarge();
        }

        var reader = new ExperimentFileReader(datasets.ShapeOf, settings.Trainables);
        var file = await Task.Run(() => Submission.ReadFile(body, reader, large), cancellation).ConfigureAwait(false);
        return TypedResults.Ok(file.Specification is { } specification
            ? new FileVerdict(true, specification.Name, checked((int)ExperimentGrid.Count(specification)), [])
            : new FileVerdict(false, null, null, Problems.ErrorsOf(file.Errors)));
    }

    private static Task<Results<Ok<ActionDone>, ProblemHttpResult>> PrioritizeAsync(
        string id, PriorityRequest request, HttpContext context, CoordinatorGateway gateway, HistoryStore store, CancellationToken cancellation) =>
        request.Priority is < ExperimentPriority.Least or > ExperimentPriority.Most
            ? Task.FromResult<Results<Ok<ActionDone>, ProblemHttpResult>>(
                Problems.NotAllowed($"priority is from {ExperimentPriority.Least} to {ExperimentPriority.Most}."))
            : CarryOutAsync(id, experiment => new PrioritizeExperiment(experiment, request.Priority, NameOf(context)), gateway, store, cancellation);

    private static async Task<Results<Ok<ActionDone>, ProblemHttpResult>> CarryOutAsync(
        string id, Func<ExperimentId, IExperimentCommand> command, CoordinatorGateway gateway, HistoryStore store, CancellationToken cancellation)
    {
        // A coordinator answers from then on for whatever it is given a command for: so it is given none for what is not there.
        if (!ExperimentId.TryParse(id, out var experiment)
            || (store.Experiment(experiment) is null && await gateway.DescribeAsync(experiment, cancellation).ConfigureAwait(false) is null))
        {
            return Problems.NoExperiment(id);
        }

        return await gateway.AskAsync<IExperimentAnswer>(command(experiment), cancellation).ConfigureAwait(false) switch
        {
            ExperimentCommandDone done => TypedResults.Ok(DoneOf(done.Progress)),
            ExperimentCommandRefused refused => Problems.Refused(id, refused.Reason),
            var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
        };
    }

    private static ActionDone DoneOf(ExperimentProgress progress) => new(
        progress.ExperimentId.Value, ExperimentRoutes.StateOf(progress.Phase), progress.Total, progress.Ended, progress.Running, progress.Completed,
        progress.Diverged, progress.Failed, progress.Cancelled)
    {
        Most = progress.Most,
    };

    private static string NameOf(HttpContext context) => context.User.Identity!.Name!;

    /// <summary>The body of a request; null when it has more bytes than allowed.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext context, int most, CancellationToken cancellation)
    {
        // The memory grows with what comes, not with what a header says.
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var length and > 0)
        {
            if (body.Length + length > most)
            {
                return null;
            }

            body.Write(buffer, 0, length);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static ProblemHttpResult TooLarge(bool isResolved = false) => TypedResults.Problem(
        isResolved ? "A specification with its lists written out has at most 20 MiB." : "An experiment file has at most 1 MiB.",
        statusCode: StatusCodes.Status413PayloadTooLarge);
}
