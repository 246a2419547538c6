using System.CommandLine;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Reporting;
using Spectre.Console;

namespace NNOptim.Cli;

/// <summary>The commands that control one experiment at a remote coordinator.</summary>
internal static class ControlCommands
{
    /// <summary><c>nnoptim pause ID --to HOST:PORT</c>.</summary>
    public static Command CreatePause() => Create(
        "pause",
        "Pauses an experiment: workers return its runs and get no new ones until it is resumed.",
        "paused");

    /// <summary><c>nnoptim cancel ID --to HOST:PORT</c>.</summary>
    public static Command CreateCancel() => Create(
        "cancel",
        "Cancels the unfinished runs of an experiment; nnoptim retry repeats them.",
        "cancelled");

    /// <summary><c>nnoptim priority ID N --to HOST:PORT</c>.</summary>
    public static Command CreatePriority()
    {
        var remote = new RemoteOptions();
        var id = ExperimentSelector.Argument(remote: remote.Find);
        var priority = PriorityArgument();
        var command = new Command("priority", "Changes an experiment's priority. Workers run experiments of higher priority first.") { id, priority };
        remote.AddTo(command);
        command.SetAction((parsed, _) => remote.RunAsync(parsed, client => CarryOutAsync(
            client,
            parsed.GetRequiredValue(id),
            experiment => client.PrioritizeAsync(experiment, parsed.GetValue(priority)),
            string.Create(CultureInfo.InvariantCulture, $"given priority {parsed.GetValue(priority)}"))));
        return command;
    }

    /// <summary>Finds an experiment, executes a command on it, and prints the outcome.</summary>
    public static async Task<int> CarryOutAsync(
        ApiClient client, string given, Func<ExperimentId, Task<ExperimentProgress>> command, string done)
    {
        var experiment = await client.DescribeAsync(await client.FindAsync(given).ConfigureAwait(false)).ConfigureAwait(false);
        var id = experiment.Progress.ExperimentId;
        var progress = await command(id).ConfigureAwait(false);
        AnsiConsole.Console.WriteUnbroken($"Experiment [bold]{experiment.Name}[/] ({id}) is {done}: {Wording.Count(progress.Ended)} of {Wording.Counted(progress.Total, "run")} {(progress.Total == 1 ? "has" : "have")} ended.");
        return ExitCode.Success;
    }

    private static Command Create(string verb, string description, string done)
    {
        var remote = new RemoteOptions();
        var id = ExperimentSelector.Argument(remote: remote.Find);
        var command = new Command(verb, description) { id };
        remote.AddTo(command);
        command.SetAction((parsed, _) => remote.RunAsync(parsed, client => CarryOutAsync(
            client, parsed.GetRequiredValue(id), experiment => client.ControlAsync(experiment, verb), done)));
        return command;
    }

    private static Argument<int> PriorityArgument()
    {
        var argument = new Argument<int>("priority")
        {
            HelpName = "N",
            Description = $"From {ExperimentPriority.Min} to {ExperimentPriority.Max}; a new experiment has {ExperimentPriority.Normal} by default.",
        };
        argument.Validators.Add(result =>
        {
            var text = result.Tokens[0].Value;
            if (!ExperimentPriority.TryParse(text, out _))
            {
                result.AddError(ExperimentPriority.Explain("priority", text));
            }
        });
        return argument;
    }
}
