using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes of the workers.</summary>
internal static class WorkerRoutes
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/workers", ListAsync).WithName("listWorkers").WithSummary("Lists the workers of the coordinator, by name.").ProducesProblem(503);

    private static async Task<Ok<WorkerItems>> ListAsync(
        HistoryStore store, CoordinatorGateway gateway, TimeProvider time, CancellationToken cancellation)
    {
        var workers = (await gateway.AskAsync<WorkerList>(new ListWorkers(), cancellation).ConfigureAwait(false)).Workers;
        var experiments = (await gateway.ExperimentsAsync(cancellation).ConfigureAwait(false)).Values
            .Where(experiment => experiment.Progress.Running > 0 || experiment.Progress.Ended > 0)
            .Select(experiment => experiment.Progress.ExperimentId)
            .ToList();
        var ended = store.Read(tables => tables.Pages.EndedSince(time.GetUtcNow() - Window, experiments), new Dictionary<string, long>());
        return TypedResults.Ok(new WorkerItems(
        [
            .. workers.Select(worker => new WorkerItem(
                worker.WorkerId.Value,
                worker.Slots,
                worker.Held,
                Math.Round(ended.GetValueOrDefault(worker.WorkerId.Value) / Window.TotalSeconds, 2),
                worker.ProgramVersion,
                worker.RegisteredAt,
                worker.LastHeardAt)),
        ]));
    }
}
