using System.CommandLine;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary><c>nnoptim resume ID</c>: continues an experiment that was stopped or killed.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var options = new LocalOrRemoteOptions();
        var id = ExperimentSelector.Argument(options.Local.AddressOf, options.RemoteOf);
        var command = new Command("resume", "Continues an experiment that was stopped or killed, and writes its report.") { id };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            if (options.RemoteOf(parsed) is { } remote)
            {
                return RemoteOptions.RunAsync(remote, client => ControlCommands.CarryOutAsync(
                    client, parsed.GetRequiredValue(id), experiment => client.ControlAsync(experiment, "resume"), "resumed"));
            }

            var settings = options.Local.Read(parsed);
            var experiment = ExperimentSelector.Load(settings.Database, parsed.GetRequiredValue(id));
            if (experiment.Runs.Any(run => run.State is RunState.Pending or RunState.Running))
            {
                RunData.Require(experiment);
            }

            return LocalRun.ExecuteAsync(new ResumeExperiment(experiment.Id), experiment.Specification, settings);
        });
        return command;
    }

    /// <summary>The command line that resumes an experiment in a database.</summary>
    public static string LineFor(ExperimentId id, JournalDatabase database) =>
        database == JournalDatabase.Default ? $"nnoptim resume {id}" : $"nnoptim resume {id} --db {Quoted(database.Name)}";

    private static string Quoted(string text) =>
        text.All(letter => char.IsLetterOrDigit(letter) || "/\\.:-_~".Contains(letter, StringComparison.Ordinal)) ? text : $"\"{text}\"";
}
