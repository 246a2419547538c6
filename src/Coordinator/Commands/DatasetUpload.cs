using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Commands;

/// <summary>Brings a dataset's files to a coordinator, which keeps them for the workers. A broken upload goes on where it stopped.</summary>
internal static class DatasetUpload
{
    /// <summary>Sends what the coordinator does not have; nothing for the kinds that need no file.</summary>
    /// <exception cref="CommandException">A file changed since it was checked, or the coordinator refuses it.</exception>
    public static async Task SendAsync(CoordinatorClient client, DatasetSpecification dataset)
    {
        if (dataset.Sha256 is not { } sha256)
        {
            return;
        }

        var (first, whole) = await ReadAsync(dataset).ConfigureAwait(false);
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
    public static async Task<(long FirstFileBytes, byte[] Bytes)> ReadAsync(DatasetSpecification dataset)
    {
        var first = await ReadAsync(dataset.Path!).ConfigureAwait(false);
        return (first.Length, dataset.LabelsPath is null || dataset.Kind != DatasetKind.Idx
            ? first
            : [.. first, .. await ReadAsync(dataset.LabelsPath).ConfigureAwait(false)]);
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        try
        {
            return await File.ReadAllBytesAsync(path).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{path}: cannot be read: {error.Message}");
        }
    }
}
