using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>The cells of one or several files, before any of them has a meaning as a feature or a label.</summary>
/// <param name="Columns">The columns in the file's order; their names are distinct.</param>
/// <param name="Rows">The number of rows, without headers.</param>
/// <param name="Format">The resolved format of text; as given for other kinds of files.</param>
/// <param name="Notes">What was detected or is worth knowing, as sentences: a delimiter, repeated names, an unnamed column.</param>
internal sealed record Table(ImmutableArray<TableColumn> Columns, int Rows, TextFormat Format, ImmutableArray<string> Notes);

/// <summary>A cell with its place, for messages.</summary>
/// <param name="Place">The file and the line, or the file and the row.</param>
/// <param name="Text">The cell's text, shortened.</param>
internal sealed record CellSample(string Place, string Text);

/// <summary>
/// A column of a table. A cell is a number, a text, or missing. <see cref="Numbers"/> is <c>NaN</c> where the cell is no number. Only a
/// column with texts, or one whose texts were asked for, has <see cref="Codes"/>.
/// </summary>
internal sealed class TableColumn
{
    /// <summary>The number of samples of texts and of missing cells that a column keeps at most.</summary>
    public const int MostSamples = 3;

    /// <summary>Its name: that of the header, or its number where the header has none.</summary>
    public required string Name { get; init; }

    /// <summary>Its number in the file, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The finite number of each row; <c>NaN</c> where the cell is a text or missing.</summary>
    public required double[] Numbers { get; init; }

    /// <summary>The place of each row's text in <see cref="Levels"/>, -1 where the cell is missing; null when there are no texts.</summary>
    public int[]? Codes { get; init; }

    /// <summary>The distinct texts of all cells that are not missing, numbers too, in the order of their first row; empty without codes.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>The number of cells that are neither numbers nor missing.</summary>
    public int TextCount { get; init; }

    /// <summary>The number of missing cells.</summary>
    public int MissingCount { get; init; }

    /// <summary>Whether the cell of a row is missing.</summary>
    public bool IsMissing(int row) => Codes is { } codes ? codes[row] < 0 : double.IsNaN(Numbers[row]);

    /// <summary>The first cells that are neither numbers nor missing.</summary>
    public ImmutableArray<CellSample> TextSamples { get; init; } = [];

    /// <summary>The first missing cells.</summary>
    public ImmutableArray<CellSample> MissingSamples { get; init; } = [];
}
