using System.CommandLine;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary><c>nnoptim retry ID</c>: repeats the failed and cancelled runs of an experiment.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var options = new LocalOrRemoteOptions();
        var id = ExperimentSelector.Argument(options.Local.AddressOf, options.RemoteOf);
        var command = new Command("retry", "Repeats the failed and cancelled runs of an experiment, and writes its report.") { id };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            if (options.RemoteOf(parsed) is { } remote)
            {
                return RemoteOptions.RunAsync(remote, client => ControlCommands.CarryOutAsync(
                    client, parsed.GetRequiredValue(id), experiment => client.ControlAsync(experiment, "retry"), "retried"));
            }

            var settings = options.Local.Read(parsed);
            var experiment = ExperimentSelector.Load(settings.Database, parsed.GetRequiredValue(id));
            if (!experiment.Runs.Any(run => run.State is RunState.Failed or RunState.Cancelled))
            {
                throw CommandException.BadInput($"Experiment {experiment.Id} has no failed or cancelled run to retry.");
            }

            RunData.Require(experiment);
            return LocalRun.ExecuteAsync(new RetryExperiment(experiment.Id), experiment.Specification, settings);
        });
        return command;
    }
}
