namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>The place of a cell: its file, and its line or row there.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Number">The number of the line or row, from 1.</param>
/// <param name="IsRow">Whether it is a row, in a file without lines.</param>
internal readonly record struct CellPlace(string File, long Number, bool IsRow = false)
{
    /// <inheritdoc/>
    public override string ToString() => IsRow ? $"{File}: row {Number}" : $"{File}:{Number}";
}
