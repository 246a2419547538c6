using System.CommandLine;
using System.Globalization;
using NNOptim.Cli.Progress;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Protocol;
using Spectre.Console;
using static System.FormattableString;

namespace NNOptim.Cli;

/// <summary><c>nnoptim status [ID] --to HOST:PORT</c>: shows the experiments of a remote coordinator.</summary>
internal static class StatusCommand
{
    private const int UsualWidth = 80;

    public static Command Create()
    {
        var id = new Argument<string?>("id")
        {
            Description = "The experiment's id, a prefix of its id, its name, or last (default: all).",
            HelpName = "ID",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var wait = new Option<bool>("--wait", "--watch") { Description = "Follows the experiment until it ends." };
        var json = CommonOptions.Json();
        var remote = new RemoteOptions();
        var command = new Command("status", "Shows the latest experiments of a coordinator.") { id, wait, json };
        remote.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(wait) && result.GetValue(id) is null)
            {
                result.AddError("--wait: give the id of the experiment to follow, or last.");
            }
        });
        command.SetAction((parsed, _) => remote.RunAsync(parsed, client =>
            ShowAsync(client, parsed.GetValue(id), parsed.GetValue(wait), parsed.GetValue(json))));
        return command;
    }

    private static async Task<int> ShowAsync(ApiClient client, string? given, bool wait, bool json)
    {
        if (given is null)
        {
            Show(await client.ExperimentsAsync().ConfigureAwait(false), json);
            return ExitCode.Success;
        }

        var experiment = await client.DescribeAsync(await client.FindAsync(given).ConfigureAwait(false)).ConfigureAwait(false);
        Show([experiment], json);
        var view = RunViews.Create(json, () => client.ConfigurationsAsync(experiment.Progress.ExperimentId));
        return wait
            ? await RemoteFollow.ToTheEndAsync(client, view, experiment.Progress.ExperimentId, experiment.Progress).ConfigureAwait(false)
            : ExitCode.Success;
    }

    private static void Show(IReadOnlyList<ExperimentSummary> experiments, bool json)
    {
        if (json)
        {
            foreach (var experiment in experiments)
            {
                WriteJson(experiment);
            }
        }
        else if (experiments.Count == 0)
        {
            AnsiConsole.WriteLine("The coordinator has no experiments yet; nnoptim submit adds one.");
        }
        else
        {
            WriteTable(experiments);
        }
    }

    private static void WriteTable(IReadOnlyList<ExperimentSummary> experiments)
    {
        var table = NarrowTable.Create();
        var columns = ColumnsFor(experiments, AnsiConsole.Profile.Width).ToList();
        foreach (var column in columns)
        {
            table = column.Wraps ? table.AddWrapped(column.Header) : table.AddWhole(column.Header, column.IsNumber);
        }

        foreach (var experiment in experiments)
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Cell(experiment)))]);
        }

        AnsiConsole.Write(table);
        foreach (var experiment in experiments.Where(experiment => experiment.IsDamaged))
        {
            AnsiConsole.WriteLine($"Experiment {experiment.Progress.ExperimentId}: {experiment.Problem.TrimEnd('.')}; nnoptim history doctor shows details.");
        }
    }

    /// <summary>Omits columns that are all 0, and the date in a narrow terminal, to leave space for the name.</summary>
    private static IEnumerable<Column> ColumnsFor(IReadOnlyList<ExperimentSummary> experiments, int width)
    {
        yield return new("Id", experiment => experiment.Progress.ExperimentId.Value);
        yield return new("Name", experiment => experiment.Name, Wraps: true);
        if (width >= UsualWidth)
        {
            yield return new("Submitted", experiment => experiment.SubmittedAt == default
                ? ""
                : experiment.SubmittedAt.ToLocalTime().ToString("MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        yield return new("State", ExperimentRoutes.StateOf);
        yield return new("Ended", experiment => experiment.Progress.Described, IsNumber: true);
        yield return new("Running", experiment => Invariant($"{experiment.Progress.Running}"), IsNumber: true);
        if (experiments.Any(experiment => experiment.Progress.Failed > 0))
        {
            yield return new("Failed", experiment => Invariant($"{experiment.Progress.Failed}"), IsNumber: true);
        }

        if (experiments.Any(experiment => experiment.Priority != 0))
        {
            yield return new("Priority", experiment => Invariant($"{experiment.Priority}"), IsNumber: true);
        }
    }

    private static void WriteJson(ExperimentSummary experiment) => JsonLines.Write(Console.Out, writer =>
    {
        var progress = experiment.Progress;
        writer.WriteString("experiment", progress.ExperimentId.Value);
        writer.WriteString("name", experiment.Name);
        if (experiment.SubmittedAt != default)
        {
            writer.WriteString("submitted_at", experiment.SubmittedAt);
        }

        writer.WriteString("state", ExperimentRoutes.StateOf(experiment));
        writer.WriteNumber("priority", experiment.Priority);
        writer.WriteNumber("runs", progress.Total);
        writer.WriteNumber("running", progress.Running);
        writer.WriteNumber("completed", progress.Completed);
        writer.WriteNumber("diverged", progress.Diverged);
        writer.WriteNumber("failed", progress.Failed);
        writer.WriteNumber("cancelled", progress.Cancelled);
        if (experiment.IsDamaged)
        {
            writer.WriteString("problem", experiment.Problem);
        }
    });

    private sealed record Column(string Header, Func<ExperimentSummary, string> Cell, bool IsNumber = false, bool Wraps = false);
}
