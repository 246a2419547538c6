using System.CommandLine;
using System.Globalization;
using NNOptim.Coordinator.Commands.Progress;
using NNOptim.Shared.Protocol;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim status [ID] --to HOST:PORT</c>: the experiments of a coordinator elsewhere.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("id")
        {
            Description = "The experiment's id, the beginning of it, its name, or last (default: all).",
            HelpName = "ID",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var wait = new Option<bool>("--wait", "--watch") { Description = "Follows the one experiment to its end." };
        var json = CommonOptions.Json();
        var remote = new RemoteOptions();
        var command = new Command("status", "Shows the experiments that a coordinator answers for.") { id, wait, json };
        remote.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(wait) && result.GetValue(id) is null)
            {
                result.AddError("--wait: name the experiment to follow, or last.");
            }
        });
        command.SetAction((parsed, _) => remote.RunAsync(parsed, client =>
            ShowAsync(client, parsed.GetValue(id), parsed.GetValue(wait), parsed.GetValue(json))));
        return command;
    }

    private static async Task<int> ShowAsync(ICoordinatorClient client, string? given, bool wait, bool json)
    {
        if (given is null)
        {
            Show(await client.ExperimentsAsync().ConfigureAwait(false), json);
            return ExitCode.Success;
        }

        var experiment = await client.FindAsync(given).ConfigureAwait(false);
        Show([experiment], json);
        var view = RunViews.Of(json, () => client.CellsAsync(experiment.Progress.ExperimentId));
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
            AnsiConsole.WriteLine("The coordinator answers for no experiment; nnoptim submit gives it one.");
        }
        else
        {
            WriteTable(experiments);
        }
    }

    private static void WriteTable(IReadOnlyList<ExperimentSummary> experiments)
    {
        var table = NarrowTable.Create().AddWhole("Id").AddWrapped("Name").AddWhole("Submitted").AddWhole("State")
            .AddWhole("Ended", number: true).AddWhole("Running", number: true).AddWhole("Failed", number: true).AddWhole("Priority", number: true);

        foreach (var experiment in experiments)
        {
            var progress = experiment.Progress;
            table.AddRow(
                progress.ExperimentId.Value,
                Markup.Escape(experiment.Name),
                experiment.SubmittedAt == default ? "" : experiment.SubmittedAt.ToLocalTime().ToString("MM-dd HH:mm", CultureInfo.InvariantCulture),
                StateOf(experiment),
                string.Create(CultureInfo.InvariantCulture, $"{progress.Ended}/{progress.Total}"),
                progress.Running.ToString(CultureInfo.InvariantCulture),
                progress.Failed.ToString(CultureInfo.InvariantCulture),
                experiment.Priority.ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        foreach (var experiment in experiments.Where(experiment => experiment.IsDamaged))
        {
            AnsiConsole.WriteLine($"Experiment {experiment.Progress.ExperimentId}: {experiment.Problem.TrimEnd('.')}; nnoptim history doctor says more.");
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

        writer.WriteString("state", StateOf(experiment));
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

    private static string StateOf(ExperimentSummary experiment) => experiment.IsDamaged ? "damaged" : experiment.Progress.Phase switch
    {
        ExperimentPhase.Active => "active",
        ExperimentPhase.Paused => "paused",
        ExperimentPhase.Cancelled => "cancelled",
        _ => "ended",
    };
}
