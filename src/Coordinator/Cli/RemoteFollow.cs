using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>Follows an experiment at a remote coordinator.</summary>
internal static class RemoteFollow
{
    /// <summary>Shows the progress until every run has ended or the user interrupts the command. Returns the exit code.</summary>
    /// <exception cref="CommandException">The experiment cannot continue.</exception>
    public static async Task<int> ToTheEndAsync(ApiClient client, IRunView view, ExperimentId id, ExperimentProgress before)
    {
        using var signals = new ShutdownSignals();
        var last = before;
        try
        {
            await view.FollowAsync(Remember(), before.Ended, signals.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // An interrupt ends only this command, not the experiment.
            await Console.Error.WriteLineAsync($"Experiment {id} continues without this command; nnoptim status {id} shows its progress.").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }

        return last.Failed + last.Cancelled > 0 ? ExitCode.RunsFailed : ExitCode.Success;

        async IAsyncEnumerable<ExperimentProgress> Remember()
        {
            await foreach (var progress in client.WatchAsync(id, signals.Token).ConfigureAwait(false))
            {
                last = progress;
                yield return progress;
            }
        }
    }
}
