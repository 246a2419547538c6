using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Actors;

/// <summary>Whether the workers of a coordinator can have an experiment's data: from the journal, or from the file itself on this machine.</summary>
internal static class DataCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks the coordinator's datasets, then looks at the file.</summary>
    /// <param name="dataset">Data from a file, of known SHA-256.</param>
    /// <param name="datasets">Who answers <see cref="RequestDatasetPart"/>.</param>
    /// <returns>Why the data cannot be had; null when they can.</returns>
    public static async Task<string?> AskAsync(DatasetSpecification dataset, ICanTell datasets)
    {
        var answer = await datasets.Ask<IDatasetMessage>(new RequestDatasetPart(dataset.Sha256!, 0), Patience).ConfigureAwait(false);
        if (answer is not DatasetRefused refused)
        {
            return null;
        }

        try
        {
            await Task.Run(() => DatasetLoader.Check(dataset)).ConfigureAwait(false);
            return null;
        }
        catch (DatasetException error)
        {
            return $"its data cannot be had: {error.Message.TrimEnd('.')}, and {refused.Reason}";
        }
    }
}
