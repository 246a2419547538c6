using System.CommandLine;
using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary><c>nnoptim submit FILE --to HOST:PORT</c>: sends an experiment and its data to a coordinator.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var source = RunCommand.SourceArgument();
        var set = RunCommand.SetOption();
        var large = RunCommand.LargeGridOption();
        var wait = new Option<bool>("--wait") { Description = "Follows the experiment until it ends; the exit code is then that of nnoptim run." };
        var json = CommonOptions.Json();
        var priority = new Option<int>("--priority") { Description = "The priority; workers run experiments of higher priority first.", HelpName = "N" };
        priority.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !ExperimentPriority.TryParse(text, out _))
            {
                result.AddError(ExperimentPriority.Explain("--priority", text));
            }
        });
        var remote = new RemoteOptions();
        var command = new Command("submit", "Sends an experiment and its data to a coordinator.") { source, set, large, priority, wait, json };
        remote.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var specification = ExperimentSource.Read(
                parsed.GetRequiredValue(source), parsed.GetValue(set) ?? [], parsed.GetValue(large));
            var submission = new SubmitExperiment(
                ExperimentId.Draw(Random.Shared), specification, EnvironmentProbe.Read(specification.Dataset), parsed.GetValue(priority));
            return remote.RunAsync(parsed, client => SubmitAsync(client, submission, parsed.GetValue(wait), parsed.GetValue(json)));
        });
        return command;
    }

    private static async Task<int> SubmitAsync(ApiClient client, SubmitExperiment submission, bool wait, bool json)
    {
        await client.UploadAsync(submission.Specification.Dataset).ConfigureAwait(false);
        var progress = await client.SubmitAsync(submission).ConfigureAwait(false);
        var view = RunViews.Create(json, () => client.ConfigurationsAsync(submission.ExperimentId));
        view.Started(submission.ExperimentId, submission.Specification, progress);
        return wait ? await RemoteFollow.ToTheEndAsync(client, view, submission.ExperimentId, progress).ConfigureAwait(false) : ExitCode.Success;
    }
}
