using System.Collections.Concurrent;
using NNOptim.Coordinator.ExperimentFiles;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using NNOptim.Worker.Training.Datasets;

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
            var kept = dataset with
            {
                Path = Path.Combine(folder.FullName, "data"),
                LabelsPath = dataset.LabelsPath is null ? null : Path.Combine(folder.FullName, "labels"),
            };
            // Files are read where nobody waits for the thread.
            FetchAsync(sha256, kept.Path, Path.Combine(folder.FullName, "labels")).GetAwaiter().GetResult();
            var data = DatasetLoader.Load(kept);
            return new DatasetShape(data.Train.Features, data.Train.Classes, data.Train.Examples + (data.Test?.Examples ?? 0), sha256);
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

    private async Task FetchAsync(string sha256, string first, string second)
    {
        await using var data = File.Create(first);
        await using var labels = File.Create(second);
        for (int index = 0, count = 1; index < count; index++)
        {
            switch (await gateway.AskAsync<IDatasetMessage>(new RequestDatasetPart(sha256, index), CancellationToken.None).ConfigureAwait(false))
            {
                case DatasetPart part:
                    count = part.Part.Count;
                    var ofFirst = (int)Math.Clamp(part.FirstFileBytes - data.Length, 0, part.Part.Bytes.Length);
                    await data.WriteAsync(part.Part.Bytes.AsMemory()[..ofFirst]).ConfigureAwait(false);
                    await labels.WriteAsync(part.Part.Bytes.AsMemory()[ofFirst..]).ConfigureAwait(false);
                    break;
                case DatasetRefused refused:
                    throw new DatasetException($"the data of this SHA-256 cannot be had: {refused.Reason}");
                case var other:
                    throw new InvalidOperationException($"An unexpected answer: {other}");
            }
        }
    }
}
