using System.CommandLine;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim retry ID</c>: tries the failed and the cancelled runs of an experiment again, as the same runs.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var id = ExperimentSelector.Argument();
        var local = new LocalRunOptions();
        var command = new Command("retry", "Tries the failed and the cancelled runs of an experiment again, and writes its report.") { id };
        local.AddTo(command);
        var remote = new RemoteOptions();
        remote.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            if (remote.IsGiven(parsed))
            {
                return remote.RunAsync(parsed, client => SteeringCommand.CarryOutAsync(
                    client, parsed.GetRequiredValue(id), experiment => new RetryExperiment(experiment, RemoteOptions.Asker), "given another try"));
            }

            var settings = local.Read(parsed);
            var experiment = ExperimentSelector.Load(settings.Database, parsed.GetRequiredValue(id));
            if (!experiment.Runs.Any(run => run.State is RunState.Failed or RunState.Cancelled))
            {
                throw CommandException.BadInput($"Experiment {experiment.Id} has no failed or cancelled run to try again.");
            }

            RunData.Require(experiment);
            return LocalRun.ExecuteAsync(new RetryExperiment(experiment.Id), experiment.Specification, settings);
        });
        return command;
    }
}
