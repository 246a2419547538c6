using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Experiments;
using NNOptim.History.Tables;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The runs of an experiment.</summary>
internal static class RunRoutes
{
    private const int SparklinePoints = 24;
    private const int MostPoints = 2000;

    private static readonly ImmutableDictionary<string, RunOrder> Orders = new Dictionary<string, RunOrder>
    {
        ["run"] = RunOrder.Run,
        ["state"] = RunOrder.State,
        ["optimizer"] = RunOrder.Optimizer,
        ["learning_rate"] = RunOrder.LearningRate,
        ["batch_size"] = RunOrder.BatchSize,
        ["seed"] = RunOrder.Seed,
        ["attempts"] = RunOrder.Attempts,
        ["worker"] = RunOrder.Worker,
        ["final_cost"] = RunOrder.FinalCost,
        ["best_cost"] = RunOrder.BestCost,
        ["ended_at"] = RunOrder.EndedAt,
        ["training_seconds"] = RunOrder.TrainingSeconds,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<string> States = ["pending", "running", "completed", "diverged", "failed", "cancelled"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/experiments/{id}/runs", List).WithName("listRuns").WithSummary("Lists runs a page at a time.")
            .ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/experiments/{id}/runs/{run:int}", Show).WithName("getRun").WithSummary("Shows one run and its attempts.")
            .ProducesProblem(404);
        routes.MapGet("/experiments/{id}/runs/{run:int}/costs", CostsOf).WithName("getCosts")
            .WithSummary("Gives a run's costs at every k-th record and the last: k is the least that gives no more points than asked for.")
            .ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/experiments/{id}/runs/{run:int}/log", LogOf).WithName("getLog")
            .WithSummary("Gives the latest lines of this coordinator's log that name the experiment, and no other run of it.")
            .ProducesProblem(404);
    }

    private static Results<Ok<Page<RunItem>>, ProblemHttpResult> List(
        string id,
        HistoryStore store,
        [Description("pending, running, completed, diverged, failed or cancelled.")] string? state = null,
        [Description("The number of a cell.")] int? cell = null,
        [Description("An optimiser.")] string? optimizer = null,
        [Description("A part of a worker's name.")] string? worker = null,
        [Description("run, state, optimizer, learning_rate, batch_size, seed, attempts, worker, final_cost, best_cost, ended_at or training_seconds.")] string sort = "run",
        [Description("Whether the order is turned round; what has no value comes last either way.")] bool descending = false,
        [Description("How many to pass over.")] int offset = 0,
        [Description("How many to list, from 1 to 200.")] int limit = 50)
    {
        if (offset < 0 || limit is < 1 or > ExperimentRoutes.MostOfPage)
        {
            return Problems.NotAllowed($"offset is 0 or more, and limit from 1 to {ExperimentRoutes.MostOfPage}.");
        }

        if (!Orders.TryGetValue(sort, out var order))
        {
            return Problems.NotAllowed($"sort: '{sort}' is not allowed; give one of {string.Join(", ", Orders.Keys.Order(StringComparer.Ordinal))}.");
        }

        if (!string.IsNullOrEmpty(state) && !States.Contains(state))
        {
            return Problems.NotAllowed($"state: '{state}' is not allowed; give one of {string.Join(", ", States)}.");
        }

        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        var filter = new RunFilter { State = Given(state), Cell = cell, Optimizer = Given(optimizer), Worker = Given(worker), Order = order, IsDescending = descending };
        return TypedResults.Ok(store.Read(
            tables =>
            {
                var (runs, total) = tables.Pages.Runs(experiment, filter, offset, limit);
                return new Page<RunItem>(WithCosts(tables.Pages, experiment, row, runs), total, offset, limit);
            },
            null!));
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
                : new RunDetail(
                    WithCosts(tables.Pages, experiment, row, [found])[0],
                    found.BestEpoch,
                    found.EpochsTrained,
                    found.EpochsToTarget,
                    found.DivergedAtEpoch,
                    found.Overshoot,
                    found.RiseCount,
                    found.RiseArea,
                    found.CheckpointEpoch,
                    [.. tables.Attempts(experiment, run).Select(attempt => new AttemptItem(
                        attempt.Attempt, attempt.Worker, attempt.AssignedAt, attempt.EndedAt, attempt.Outcome, attempt.Reason))]),
            null);
        return detail is null ? Problems.NoRun(id, run) : TypedResults.Ok(detail);
    }

    private static Results<Ok<Costs>, ProblemHttpResult> CostsOf(
        string id, int run, HistoryStore store, [Description("The most points, from 2 to 2000.")] int points = 500)
    {
        if (points is < 2 or > MostPoints)
        {
            return Problems.NotAllowed($"points is from 2 to {MostPoints}.");
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
                var epochs = tables.Pages.MostEpochs(experiment);
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

    private static ImmutableArray<RunItem> WithCosts(HistoryPages pages, ExperimentId id, ExperimentRow experiment, IReadOnlyList<RunRow> runs)
    {
        var epochs = pages.MostEpochs(id);
        var every = Thinning.Every(epochs, experiment.RecordEvery, SparklinePoints);
        var costs = pages.Costs(id, [.. runs.Select(run => run.Run)], null, every, epochs).ToLookup(cost => cost.Run);
        return
        [
            .. runs.Select(run =>
            {
                var own = costs[run.Run].ToList();
                return new RunItem(
                    run.Run, run.Cell, run.Optimizer, run.LearningRate, run.BatchSize, run.Seed, run.State, run.Attempts, run.Worker, run.EndedAt,
                    own.Count == 0 ? null : own[^1].Cost, own.Count == 0 ? null : own[^1].Epoch, run.FinalCost, run.BestCost, run.TrainAccuracy,
                    run.TestAccuracy, run.TrainingSeconds, run.FailureReason, [.. own.Select(cost => cost.Cost)], run.Settings);
            }),
        ];
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
