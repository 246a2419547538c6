using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>What is made of whole experiments. One at a time: it is much work beside a coordinator's.</summary>
internal sealed class ReportRoutes(DashboardSettings settings) : IDisposable
{
    private const int MostCompared = 10;

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compare", CompareAsync).WithName("compareExperiments")
            .WithSummary("Puts experiments side by side: what differs, their common cells, and whether their runs agree bit for bit.")
            .ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/experiments/{id}/report", ReportAsync).WithName("getReport").WithSummary("Gives the report of an experiment as it stands, as one HTML page.")
            .Produces<string>(200, "text/html").ProducesProblem(404).ProducesProblem(409);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Results<Ok<Comparison>, ProblemHttpResult>> CompareAsync(
        CancellationToken cancellation, [Description("The ids of two experiments or more, parted by commas.")] string ids = "")
    {
        var given = ids.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (given.Count is < 2 or > MostCompared)
        {
            return Problems.NotAllowed($"ids names from 2 to {MostCompared} different experiments.");
        }

        return await InTurnAsync<Results<Ok<Comparison>, ProblemHttpResult>>(
            () =>
            {
                var experiments = new List<ExperimentRecord>();
                foreach (var id in given)
                {
                    if (RecordOf(id) is not { } record)
                    {
                        return Problems.NoExperiment(id);
                    }

                    experiments.Add(record);
                }

                return TypedResults.Ok(Compare(experiments));
            },
            cancellation).ConfigureAwait(false);
    }

    private async Task<IResult> ReportAsync(string id, HttpContext context, CancellationToken cancellation) => await InTurnAsync<IResult>(
        () =>
        {
            if (RecordOf(id) is not { } record)
            {
                return Problems.NoExperiment(id);
            }

            if (record.Runs.All(run => run.Result is null))
            {
                return Problems.Refused(id, "no run of it has come to a result yet");
            }

            // The page has scripts of its own, and shows what others wrote: it may touch nothing of the dashboard's.
            context.Response.Headers.ContentSecurityPolicy =
                "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
            return TypedResults.Text(settings.Report(record), "text/html", System.Text.Encoding.UTF8);
        },
        cancellation).ConfigureAwait(false);

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private ExperimentRecord? RecordOf(string id) =>
        ExperimentId.TryParse(id, out var experiment) ? ExperimentHistory.Of(new JournalReader(settings.Database).Events(experiment)) : null;

    private static Comparison Compare(List<ExperimentRecord> experiments) => new(
        [.. experiments.Select(experiment => new ComparedExperiment(experiment.Id.Value, experiment.Specification.Name))],
        [.. SpecificationDifference.Among([.. experiments.Select(experiment => experiment.Specification)]).Select(difference => new Difference(difference.Key, difference.Values))],
        [
            .. ExperimentComparison.Cells(experiments)
                .OrderBy(cell => cell.Cells.Min(part => part?.MeanFinalCost ?? double.MaxValue))
                .Select(cell => new ComparedSetting(
                    string.Join(", ", cell.Setting.Select(value => $"{value.Hyperparameter.Name.Replace('_', ' ')} {value.Text}")),
                    [.. cell.Cells.Select(part => part is null ? null : new ComparedFigures(part.Runs, part.Completed, part.MeanFinalCost, part.MeanAccuracy))])),
        ],
        [
            .. experiments.Skip(1).Select(other =>
            {
                var bits = ExperimentComparison.Bits(experiments[0], other);
                return new Agreement(other.Id.Value, bits.Compared, bits.Agreeing);
            }),
        ]);
}
