using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes of an experiment's runs.</summary>
internal static class RunRoutes
{
    private const int MaxPoints = 2000;

    private static readonly ImmutableArray<string> States = ["pending", "running", "completed", "diverged", "failed", "cancelled"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/experiments/{id}/runs", List).WithName("listRuns").WithSummary("Lists runs, one page at a time.")
            .ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/experiments/{id}/runs/{run:int}", Show).WithName("getRun").WithSummary("Shows one run and its attempts.")
            .ProducesProblem(404);
        routes.MapGet("/experiments/{id}/runs/{run:int}/costs", CostsOf).WithName("getCosts")
            .WithSummary("Gets the costs of a run: every k-th record and the last. The number k is the smallest that keeps to the requested number of points.")
            .ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/experiments/{id}/runs/{run:int}/log", LogOf).WithName("getLog")
            .WithSummary("Gets the latest lines of this coordinator's log on the experiment, without lines on its other runs.")
            .ProducesProblem(404);
    }

    private static Results<Ok<Page<RunItem>>, ProblemHttpResult> List(
        string id,
        HistoryStore store,
        [Description("pending, running, completed, diverged, failed or cancelled.")] string? state = null,
        [Description("The number of a configuration.")] int? configuration = null,
        [Description("The number of a confirmation; 0 for the runs of the search.")] int? confirmation = null,
        [Description("A value of the compared parameter, for example adam.")] string? compared = null,
        [Description("NAME:VALUE, where NAME is a parameter or a metric. May be repeated.")] string[]? where = null,
        [Description("A part of a worker's id.")] string? worker = null,
        [Description("run, configuration, state, seed, confirmation, attempts, worker, ended_at, epochs_trained, diverged_at_epoch, checkpoint_epoch, training_seconds, or the name of a parameter or a metric.")] string sort = "run",
        [Description("Whether to sort in descending order. Runs without a value come last in both orders.")] bool descending = false,
        [Description("The number of runs to skip.")] int offset = 0,
        [Description("The number of runs to list, from 1 to 200.")] int limit = 50)
    {
        if (offset < 0 || limit is < 1 or > ExperimentRoutes.MaxPageSize)
        {
            return Problems.NotAllowed($"offset must be 0 or more, and limit from 1 to {ExperimentRoutes.MaxPageSize}.");
        }

        if (!string.IsNullOrEmpty(state) && !States.Contains(state))
        {
            return Problems.NotAllowed($"state: '{state}' is not allowed; give one of {string.Join(", ", States)}.");
        }

        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        var conditions = (where ?? []).Select(condition => condition.Split(':', 2)).ToList();
        if (conditions.FirstOrDefault(condition => condition.Length < 2) is [var incomplete])
        {
            return Problems.NotAllowed($"where: '{incomplete}' is not allowed; give NAME:VALUE.");
        }

        var filter = new RunFilter
        {
            State = Given(state),
            Configuration = configuration,
            Confirmation = confirmation,
            Compared = Given(compared),
            Values = [.. conditions.Select(condition => (condition[0], condition[1]))],
            Worker = Given(worker),
            Sort = sort,
            IsDescending = descending,
        };
        try
        {
            return TypedResults.Ok(store.Read(
                tables =>
                {
                    var (runs, total) = tables.Pages.Runs(experiment, filter, offset, limit);
                    return new Page<RunItem>(tables.Pages.WithCosts(experiment, row.RecordEvery, runs), total, offset, limit);
                },
                null!));
        }
        catch (RunFilterException refused)
        {
            return Problems.NotAllowed(refused.Message);
        }
    }

    private static Results<Ok<RunDetail>, ProblemHttpResult> Show(string id, int run, HistoryStore store)
    {
        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        var detail = store.Read(
            tables => tables.Run(experiment, run) is not { } found
                ? null
                : new RunDetail(tables.Pages.WithCosts(experiment, row.RecordEvery, [found])[0], [.. tables.Attempts(experiment, run)]),
            null);
        return detail is null ? Problems.NoRun(id, run) : TypedResults.Ok(detail);
    }

    private static Results<Ok<Costs>, ProblemHttpResult> CostsOf(
        string id, int run, HistoryStore store, [Description("The largest number of points, from 2 to 2000.")] int points = 500)
    {
        if (points is < 2 or > MaxPoints)
        {
            return Problems.NotAllowed($"points must be from 2 to {MaxPoints}.");
        }

        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        if (run < 1 || run > row.Runs)
        {
            return Problems.NoRun(id, run);
        }

        return TypedResults.Ok(store.Read(
            tables =>
            {
                var epochs = tables.Pages.LargestBudget(experiment);
                var every = Thinning.Every(epochs, row.RecordEvery, points);
                var costs = tables.Pages.Costs(experiment, [run], null, every, epochs);
                return new Costs(every, [.. costs.Select(cost => cost.Epoch)], [.. costs.Select(cost => cost.Cost)]);
            },
            null!));
    }

    private static Results<Ok<LogLines>, ProblemHttpResult> LogOf(string id, int run, HistoryStore store, LogReader logs)
    {
        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        return run < 1 || run > row.Runs ? Problems.NoRun(id, run) : TypedResults.Ok(new LogLines(logs.LinesOf(experiment, run)));
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
