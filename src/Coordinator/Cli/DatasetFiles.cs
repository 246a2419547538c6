using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>Reads the files of a dataset for upload to a coordinator.</summary>
internal static class DatasetFiles
{
    private const long MaxBytes = (long)BinaryPart.MaxParts * BinaryPart.MaxBytes;

    /// <summary>The concatenated bytes of a dataset's files, and the length of the first file.</summary>
    /// <exception cref="CommandException">A file cannot be read.</exception>
    public static (long FirstFileBytes, byte[] Bytes) Read(DatasetSpecification dataset)
    {
        var first = Read(dataset.Path!, MaxBytes);
        return (first.Length, dataset.LabelsPath is null || dataset.Kind != DatasetKind.Idx
            ? first
            : [.. first, .. Read(dataset.LabelsPath, MaxBytes - first.Length)]);
    }

    private static byte[] Read(string path, long maxBytes)
    {
        try
        {
            return InputFile.ReadBytes(path, maxBytes);
        }
        catch (InputFileException error)
        {
            throw CommandException.BadInput($"{path}: cannot be sent to the coordinator: {error.Message}.");
        }
    }
}
