using System.Collections.Concurrent;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>
/// What the datasets hold that were brought to the coordinator. A path in a file that is submitted means nothing on this machine
/// and is never read: the dataset's SHA-256 says which one is meant.
/// </summary>
internal sealed class KeptDatasets(CoordinatorGateway gateway)
{
    private readonly ConcurrentDictionary<DatasetSpecification, DatasetShape> shapes = [];

    /// <summary>The shape of a dataset that is a file. Takes as long as reading it; the second time it is known.</summary>
    /// <exception cref="DatasetException">The coordinator does not have it, or it is not as specified.</exception>
    public DatasetShape ShapeOf(DatasetSpecification dataset) => dataset.Sha256 is null
        ? throw new DatasetException(
            "data files do not come with a file that is submitted here; bring this one with PUT /api/v1/datasets/SHA-256 and name it by dataset.sha256, or use nnoptim submit, which does both")
        : shapes.GetOrAdd(dataset with { Path = "", LabelsPath = dataset.LabelsPath is null ? null : "" }, _ => Inspect(dataset, dataset.Sha256));

    private DatasetShape Inspect(DatasetSpecification dataset, string sha256)
    {
        var folder = Directory.CreateTempSubdirectory("nnoptim-dataset-");
        try
        {
            var store = new DatasetStore(folder.FullName, TimeProvider.System);
            // Files are read where nobody waits for the thread.
            FetchAsync(store, sha256).GetAwaiter().GetResult();
            return DatasetShape.FromData(store.Load(dataset), sha256);
        }
        catch (DatasetException error)
        {
            throw new DatasetException(error.Message.Replace(folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task FetchAsync(DatasetStore store, string sha256)
    {
        using var incoming = store.Begin(sha256);
        for (int index = 0, count = 1; index < count; index++)
        {
            switch (await gateway.AskAsync<IDatasetMessage>(new RequestDatasetPart(sha256, index), CancellationToken.None).ConfigureAwait(false))
            {
                case DatasetPart part:
                    count = part.Part.Count;
                    incoming.Write(part.Part.Bytes.AsSpan(), part.Part.Offset, part.FirstFileBytes);
                    break;
                case DatasetRefused refused:
                    throw new DatasetException($"the data of this SHA-256 cannot be had: {refused.Reason}");
                case var other:
                    throw new InvalidOperationException($"An unexpected answer: {other}");
            }
        }

        incoming.Keep();
    }
}
