using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Recognises files that are of another kind than the experiment says, by their first bytes.</summary>
internal static class ForeignFiles
{
    /// <summary>Refuses a file of another kind.</summary>
    /// <exception cref="DatasetException">The file is empty or of another kind.</exception>
    public static void Refuse(string path, ReadOnlySpan<byte> content, DatasetKind kind)
    {
        if (FaultOf(content, kind) is { } fault)
        {
            throw new DatasetException($"{path}: {fault}.");
        }
    }

    private static string? FaultOf(ReadOnlySpan<byte> content, DatasetKind kind) => content switch
    {
        [] => "the file is empty",
        [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => "this is a zip archive or an Excel workbook; save the sheet as CSV",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "this is an Excel workbook; save the sheet as CSV",
        _ when content.StartsWith("PAR1"u8) && kind != DatasetKind.Parquet => "this is a Parquet file; give kind: parquet",
        _ when !content.StartsWith("PAR1"u8) && kind == DatasetKind.Parquet => "this is not a Parquet file: it must begin with PAR1",
        _ => null,
    };
}
