using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>Follows an experiment of a coordinator elsewhere.</summary>
internal static class RemoteFollow
{
    /// <summary>Shows the progress until every run has ended, or a person stops looking. Gives the exit code.</summary>
    /// <exception cref="CommandException">The experiment cannot go on.</exception>
    public static async Task<int> ToTheEndAsync(ApiClient client, IRunView view, ExperimentId id, ExperimentProgress before)
    {
        using var interruption = new Interruption();
        var last = before;
        try
        {
            await view.FollowAsync(Remember(), before.Ended, interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            // Whoever looks on does not stop what they look at.
            await Console.Error.WriteLineAsync($"Experiment {id} goes on without this command; nnoptim status {id} shows it again.").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }

        return last.Failed + last.Cancelled > 0 ? ExitCode.RunsFailed : ExitCode.Success;

        async IAsyncEnumerable<ExperimentProgress> Remember()
        {
            await foreach (var progress in client.WatchAsync(id, interruption.Token).ConfigureAwait(false))
            {
                last = progress;
                yield return progress;
            }
        }
    }
}
