using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;

namespace NNOptim.Cli;

/// <summary>Reads the files of a dataset for upload to a coordinator.</summary>
internal static class DatasetFiles
{
    private const long MaxBytes = (long)BinaryPart.MaxParts * BinaryPart.MaxBytes;

    /// <summary>The concatenated bytes of a dataset's files, and the length of the first file.</summary>
    /// <exception cref="CommandException">A file cannot be read.</exception>
    public static (long FirstFileBytes, byte[] Bytes) Read(DatasetSpecification dataset)
    {
        var left = MaxBytes;
        var contents = new List<byte[]>();
        foreach (var path in FilesOf(dataset))
        {
            contents.Add(Read(path, left));
            left -= contents[^1].Length;
        }

        // Several files of a table are stored as one. The specification has their lengths.
        var bytes = contents is [var only] ? only : contents.SelectMany(content => content).ToArray();
        return (dataset.Kind == DatasetKind.Idx ? contents[0].Length : bytes.Length, bytes);
    }

    private static ImmutableArray<string> FilesOf(DatasetSpecification dataset)
    {
        try
        {
            return DatasetLoader.FilesOf(dataset);
        }
        catch (DatasetException error)
        {
            throw CommandException.BadInput(error.Message);
        }
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
