using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Actors;

/// <summary>Checks whether workers can get an experiment's data: from the journal, or from the file on this machine.</summary>
internal static class DataCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Asks the coordinator's datasets, then checks the file.</summary>
    /// <param name="dataset">Data from a file, with a known SHA-256.</param>
    /// <param name="datasets">The actor that answers <see cref="RequestDatasetPart"/>.</param>
    /// <returns>Why the data is unavailable; null if it is available.</returns>
    public static async Task<string?> AskAsync(DatasetSpecification dataset, ICanTell datasets)
    {
        var answer = await datasets.Ask<IDatasetMessage>(new RequestDatasetPart(dataset.Sha256!, 0), Timeout).ConfigureAwait(false);
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
            return $"its data is unavailable: {error.Message.TrimEnd('.')}, and {refused.Reason}";
        }
    }
}
