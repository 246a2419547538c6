using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes of experiments, their configurations and learning curves.</summary>
public static class ExperimentRoutes
{
    /// <summary>The largest number of entries of a page.</summary>
    public const int MaxPageSize = 200;

    private const int DefaultPageSize = 50;

    /// <summary>The state of an experiment whose stream cannot be read.</summary>
    public const string Damaged = "damaged";

    private const int MaxConfigurations = 5000;
    private const int MaxCurves = 24;
    private const int MaxPoints = 500;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/experiments", ListAsync).WithName("listExperiments").WithSummary("Lists experiments, the newest first.")
            .ProducesProblem(400);
        routes.MapGet("/experiments/{id}", ShowAsync).WithName("getExperiment").WithSummary("Gets one experiment, with the actions on it.")
            .ProducesProblem(404).ProducesProblem(409);
        routes.MapGet("/experiments/{id}/configurations", Configurations).WithName("listConfigurations")
            .WithSummary("Lists the configurations with the results over their seeds, the best mean objective first.")
            .ProducesProblem(404);
        routes.MapGet("/experiments/{id}/curves", CurvesOf).WithName("getCurves")
            .WithSummary("Gets the learning curves of configurations over their seeds, with every k-th record and the last. The number k is the smallest that keeps to the requested number of points.")
            .ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<ExperimentItem>>, ProblemHttpResult>> ListAsync(
        HistoryStore store,
        CoordinatorGateway gateway,
        CancellationToken cancellation,
        [Description("A part of the name, or the first characters of the id.")] string? search = null,
        [Description("active, paused, cancelled, ended, unfinished, failed or diverged.")] string? state = null,
        [Description("A tag.")] string? tag = null,
        [Description("Whether to include archived experiments.")] bool archived = false,
        [Description("The number of experiments to skip.")] int offset = 0,
        [Description("The number of experiments to list, from 1 to 200.")] int limit = DefaultPageSize)
    {
        if (offset < 0 || limit is < 1 or > MaxPageSize)
        {
            return Problems.NotAllowed($"offset must be 0 or more, and limit from 1 to {MaxPageSize}.");
        }

        HistoryState? filter = null;
        if (state is not (null or "" or "active"))
        {
            if (!Enum.TryParse<HistoryState>(state, ignoreCase: true, out var parsed) || int.TryParse(state, out _))
            {
                return Problems.NotAllowed($"state: '{state}' is not allowed; give active, paused, cancelled, ended, unfinished, failed or diverged.");
            }

            filter = parsed;
        }

        var live = await gateway.ExperimentsAsync(cancellation).ConfigureAwait(false);
        store.ProjectNew(live.Keys);
        var rows = store.Read(tables => tables.Experiments(new HistoryFilter { State = filter, Tag = Given(tag), Archived = archived }), []);
        var items = rows
            .Where(row => search is null || row.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || row.Id.Value.StartsWith(search, StringComparison.OrdinalIgnoreCase))
            .Select(row => ItemOf(row, live.GetValueOrDefault(row.Id)))
            .Where(item => state != "active" || item.State == "active")
            .Reverse()
            .ToList();
        if (Given(search) is null && Given(state) is null && Given(tag) is null)
        {
            // The tables have no row of an experiment whose stream cannot be read.
            var known = rows.Select(row => row.Id).ToHashSet();
            items.InsertRange(0, live.Values.Where(experiment => experiment.IsDamaged && !known.Contains(experiment.Progress.ExperimentId)).Select(ItemOf));
        }

        return TypedResults.Ok(new Page<ExperimentItem>([.. items.Skip(offset).Take(limit)], items.Count, offset, limit));
    }

    private static async Task<Results<Ok<ExperimentDetail>, ProblemHttpResult>> ShowAsync(
        string id, HistoryStore store, CoordinatorGateway gateway, CancellationToken cancellation)
    {
        if (!ExperimentId.TryParse(id, out var experiment))
        {
            return Problems.NoExperiment(id);
        }

        var live = (await gateway.ExperimentsAsync(cancellation).ConfigureAwait(false)).GetValueOrDefault(experiment);
        if (live is { IsDamaged: true })
        {
            return Problems.Refused(id, live.Problem.TrimEnd('.'));
        }

        if (store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        return TypedResults.Ok(store.Read(
            tables => new ExperimentDetail(
                ItemOf(row, live),
                row.Description,
                row.Specification,
                row.Dataset,
                row.RecordEvery,
                tables.Pages.LargestBudget(experiment),
                tables.Pages.Behind(experiment),
                row.Environment.ProgramVersion,
                row.Environment.CommandLine,
                [.. tables.Pages.Actions(experiment).Select(action => new ActionItem(action.Number, action.Action, action.By, action.At, action.Priority))])
            {
                Trainable = TrainableItem.Create(tables.Specification(experiment)),
            },
            null!));
    }

    private static Results<Ok<ConfigurationPage>, ProblemHttpResult> Configurations(string id, HistoryStore store)
    {
        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is null)
        {
            return Problems.NoExperiment(id);
        }

        return TypedResults.Ok(store.Read(
            tables => new ConfigurationPage(
                [.. ConfigurationWords.Shown(tables.Specification(experiment)).Select(parameter => parameter.Name)],
                [.. tables.Configurations(experiment, MaxConfigurations)],
                tables.ConfigurationCount(experiment),
                MaxConfigurations),
            null!));
    }

    private static Results<Ok<Curves>, ProblemHttpResult> CurvesOf(
        string id,
        HistoryStore store,
        [Description("The numbers of configurations, separated by commas, at most 24.")] string configurations = "",
        [Description("The largest number of points of a curve, from 2 to 500.")] int points = 120)
    {
        if (!ExperimentId.TryParse(id, out var experiment) || store.Experiment(experiment) is not { } row)
        {
            return Problems.NoExperiment(id);
        }

        var numbers = new List<int>();
        foreach (var text in configurations.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                return Problems.NotAllowed($"configurations: '{text}' is not the number of a configuration.");
            }

            numbers.Add(number);
        }

        if (numbers.Count is 0 or > MaxCurves || points is < 2 or > MaxPoints)
        {
            return Problems.NotAllowed($"configurations must have from 1 to {MaxCurves} numbers, and points must be from 2 to {MaxPoints}.");
        }

        return TypedResults.Ok(store.Read(
            tables =>
            {
                var epochs = tables.Pages.LargestBudget(experiment);
                var every = Thinning.Every(epochs, row.RecordEvery, points);
                return new Curves(every, Thinning.Bands(tables.Pages.Costs(experiment, null, numbers, every, epochs)));
            },
            null!));
    }

    private static ExperimentItem ItemOf(ExperimentSummary damaged) => new(
        damaged.Progress.ExperimentId.Value, damaged.Name, StateOf(damaged), damaged.SubmittedAt, EndedAt: null, damaged.Progress.Total, Running: 0,
        damaged.Progress.Completed, damaged.Progress.Diverged, damaged.Progress.Failed, damaged.Progress.Cancelled, damaged.Priority, Note: "", Tags: [], Archived: false)
    {
        Problem = damaged.Problem,
    };

    private static ExperimentItem ItemOf(ExperimentRow row, ExperimentSummary? live)
    {
        var progress = live is { IsDamaged: false } ? live.Progress : null;
        return new ExperimentItem(
            row.Id.Value,
            row.Name,
            live is null ? row.State : StateOf(live),
            row.SubmittedAt,
            row.EndedAt,
            progress?.Total ?? row.Runs,
            progress?.Running ?? 0,
            progress?.Completed ?? row.Completed,
            progress?.Diverged ?? row.Diverged,
            progress?.Failed ?? row.Failed,
            progress?.Cancelled ?? row.Cancelled,
            live?.Priority ?? row.Priority,
            row.Note,
            row.Tags,
            row.Archived)
        {
            Most = progress?.Most ?? 0,
            Confirmation = ConfirmationItem.Create(progress is null ? row.Confirmation : progress.Confirmation),
            Problem = live is { IsDamaged: true } ? live.Problem : null,
        };
    }

    /// <summary>The API's name of an experiment's state; <see cref="Damaged"/> if its stream cannot be read.</summary>
    public static string StateOf(ExperimentSummary experiment) => experiment.IsDamaged ? Damaged : StateOf(experiment.Progress.Phase);

    /// <summary>The API's name of a phase.</summary>
    public static string StateOf(ExperimentPhase phase) => phase switch
    {
        ExperimentPhase.Active => "active",
        ExperimentPhase.Paused => "paused",
        ExperimentPhase.Cancelled => "cancelled",
        ExperimentPhase.Unfinished => "unfinished",
        _ => "ended",
    };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
