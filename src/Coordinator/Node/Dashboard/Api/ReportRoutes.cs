using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Exchange;
using NNOptim.History.Views;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes that read whole experiments: comparison, report and export. They run one at a time to leave resources for the coordinator.</summary>
internal sealed class ReportRoutes(DashboardSettings settings) : IDisposable
{
    private const int MaxCompared = 10;

    private readonly SemaphoreSlim oneAtATime = new(1);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compare", CompareAsync).WithName("compareExperiments")
            .WithSummary("Compares experiments: the differences of their files, their common configurations, and whether their runs match bit for bit.")
            .ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/experiments/{id}/report", ReportAsync).WithName("getReport").WithSummary("Gets the current report of an experiment as one HTML page.")
            .Produces<string>(200, "text/html").ProducesProblem(404).ProducesProblem(409);
        routes.MapGet("/experiments/{id}/export", ExportAsync).WithName("exportExperiment")
            .WithSummary("Exports an experiment as one JSON document: specification, environment, runs with their costs, and the events of the journal. nnoptim history import reads it.")
            .Produces<JsonElement>(200, "application/json").ProducesProblem(404);
    }

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();

    private async Task<Results<Ok<Comparison>, ProblemHttpResult>> CompareAsync(
        CancellationToken cancellation, [Description("The ids of two or more experiments, separated by commas.")] string ids = "")
    {
        var given = ids.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (given.Count is < 2 or > MaxCompared)
        {
            return Problems.NotAllowed($"ids must have from 2 to {MaxCompared} different ids of experiments.");
        }

        return await RunExclusiveAsync<Results<Ok<Comparison>, ProblemHttpResult>>(
            () =>
            {
                var experiments = new List<ExperimentRecord>();
                foreach (var id in given)
                {
                    if (ReadRecord(id) is not { } record)
                    {
                        return Problems.NoExperiment(id);
                    }

                    experiments.Add(record);
                }

                return TypedResults.Ok(Compare(experiments));
            },
            cancellation).ConfigureAwait(false);
    }

    private async Task<IResult> ReportAsync(string id, HttpContext context, CancellationToken cancellation) => await RunExclusiveAsync<IResult>(
        () =>
        {
            if (ReadRecord(id) is not { } record)
            {
                return Problems.NoExperiment(id);
            }

            if (record.Runs.All(run => run.Result is null))
            {
                return Problems.Refused(id, "none of its runs has a result yet");
            }

            // The page has scripts and shows untrusted text, so it must not reach anything of the dashboard.
            context.Response.Headers.ContentSecurityPolicy =
                "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
            return TypedResults.Text(settings.Report(record), "text/html", System.Text.Encoding.UTF8);
        },
        cancellation).ConfigureAwait(false);

    /// <summary>Writes the whole document to a file before the response starts. So errors have a status code, and a slow client blocks nobody.</summary>
    private Task<IResult> ExportAsync(string id, CancellationToken cancellation) => RunExclusiveAsync<IResult>(
        () =>
        {
            if (!ExperimentId.TryParse(id, out var experiment))
            {
                return Problems.NoExperiment(id);
            }

            var file = OpenTemporary();
            try
            {
                if (ExperimentExport.Write(settings.Database, experiment, file))
                {
                    file.Position = 0;
                    return TypedResults.Stream(file, "application/json", $"{experiment}.json");
                }
            }
            catch
            {
                file.Dispose();
                throw;
            }

            file.Dispose();
            return Problems.NoExperiment(id);
        },
        cancellation);

    /// <summary>Opens a file that only this user can read and that is deleted when it is closed.</summary>
    private static FileStream OpenTemporary()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"nnoptim-export-{Guid.NewGuid():N}"), options);
    }

    private async Task<T> RunExclusiveAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private ExperimentRecord? ReadRecord(string id) =>
        ExperimentId.TryParse(id, out var experiment) ? ExperimentHistory.Replay(new JournalReader(settings.Database).Events(experiment)) : null;

    private static Comparison Compare(List<ExperimentRecord> experiments) => new(
        [.. experiments.Select(experiment => new ComparedExperiment(experiment.Id.Value, experiment.Specification.Name, experiment.Specification.Objective))],
        [.. SpecificationDifference.Among([.. experiments.Select(experiment => experiment.Specification)]).Select(difference => new Difference(difference.Key, difference.Values))],
        [
            .. ExperimentComparison.Configurations(experiments)
                .Select(configuration => new ComparedConfiguration(
                    string.Join(", ", configuration.Values.Select(value => $"{value.Parameter.Label} {value.Text}")),
                    [.. configuration.Configurations.Zip(experiments, FiguresOf)]))
                .OrderBy(configuration => configuration.Figures.Zip(experiments, OrderOf).Min()),
        ],
        [
            .. experiments.Skip(1).Select(other =>
            {
                var bits = ExperimentComparison.Bits(experiments[0], other);
                return new Agreement(other.Id.Value, bits.Compared, bits.Agreeing);
            }),
        ],
        [.. experiments.SelectMany(experiment => experiment.Specification.Trainable.Metrics).DistinctBy(metric => metric.Name).Select(MetricItem.Create)]);

    private static ComparedFigures? FiguresOf(Configuration? configuration, ExperimentRecord experiment) => configuration is null
        ? null
        : new ComparedFigures(
            configuration.Runs.Length,
            configuration.Completed.Length,
            configuration.Score?.Mean,
            new OrderedDictionary<string, double?>(experiment.Specification.Trainable.Metrics.Select(metric =>
                KeyValuePair.Create(metric.Name, configuration.Summary(metric.Name)?.Mean))));

    private static double OrderOf(ComparedFigures? figures, ExperimentRecord experiment) =>
        Objective.FromTrainable(experiment.Specification.Declaration).Order(figures?.MeanObjective);
}
