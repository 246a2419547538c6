using System.Collections.Concurrent;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>
/// Gets the shapes of datasets that were uploaded to the coordinator. A submitted file identifies a dataset by its SHA-256. Its paths are
/// those of another machine, so they are never read.
/// </summary>
internal sealed class UploadedDatasets(CoordinatorGateway gateway)
{
    private readonly ConcurrentDictionary<DatasetSpecification, DatasetShape> shapes = [];

    /// <summary>The shape of a dataset from a file. The first call reads the data; later calls are fast.</summary>
    /// <exception cref="DatasetException">The coordinator does not have the data, or the data does not match the specification.</exception>
    public DatasetShape ShapeOf(DatasetSpecification dataset) => dataset.Sha256 is null
        ? throw new DatasetException(
            "the coordinator does not read data files of other machines; upload this one with PUT /api/v1/datasets/SHA-256 and set dataset.sha256, or use nnoptim submit, which does both")
        : shapes.GetOrAdd(dataset with { Path = "", LabelsPath = dataset.LabelsPath is null ? null : "" }, _ => Inspect(dataset, dataset.Sha256));

    private DatasetShape Inspect(DatasetSpecification dataset, string sha256)
    {
        var folder = Directory.CreateTempSubdirectory("nnoptim-dataset-");
        try
        {
            var store = new DatasetStore(folder.FullName, TimeProvider.System);
            // Callers run on a thread that may block.
            FetchAsync(store, sha256).GetAwaiter().GetResult();
            return DatasetShape.Of(store.Resolve(DatasetSplits.FirstFold(dataset)));
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
                    throw new DatasetException($"the data with this SHA-256 is unavailable: {refused.Reason}");
                case var other:
                    throw new InvalidOperationException($"Unexpected answer: {other}");
            }
        }

        incoming.Keep();
    }
}
