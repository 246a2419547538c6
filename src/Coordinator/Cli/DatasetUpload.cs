using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>Brings a dataset's files to a coordinator, which keeps them for the workers. A broken upload goes on where it stopped.</summary>
internal static class DatasetUpload
{
    private const long MostBytes = (long)BinaryPart.MostParts * BinaryPart.MostBytes;

    /// <summary>Sends what the coordinator does not have; nothing for the kinds that need no file.</summary>
    /// <exception cref="CommandException">A file changed since it was checked, or the coordinator refuses it.</exception>
    public static async Task SendAsync(CoordinatorClient client, DatasetSpecification dataset)
    {
        if (dataset.Sha256 is not { } sha256)
        {
            return;
        }

        var (first, whole) = Read(dataset);
        var count = BinaryPart.CountOf(whole.Length);
        for (var next = 0; next < count;)
        {
            next = await client.AskAsync<IDatasetMessage>(new KeepDatasetPart(sha256, first, BinaryPart.Of(whole, next))).ConfigureAwait(false) switch
            {
                DatasetPartKept kept => kept.NextIndex,
                DatasetRefused refused => throw CommandException.BadInput($"{dataset.Path}: the coordinator refused the data: {refused.Reason}."),
                var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
            };
        }
    }

    /// <summary>The bytes of a dataset's files, one after the other, and the length of the first.</summary>
    /// <exception cref="CommandException">A file cannot be read.</exception>
    public static (long FirstFileBytes, byte[] Bytes) Read(DatasetSpecification dataset)
    {
        var first = Read(dataset.Path!, MostBytes);
        return (first.Length, dataset.LabelsPath is null || dataset.Kind != DatasetKind.Idx
            ? first
            : [.. first, .. Read(dataset.LabelsPath, MostBytes - first.Length)]);
    }

    private static byte[] Read(string path, long mostBytes)
    {
        try
        {
            return InputFile.ReadBytes(path, mostBytes);
        }
        catch (InputFileException error)
        {
            throw CommandException.BadInput($"{path}: cannot be brought to the coordinator: {error.Message}.");
        }
    }
}
