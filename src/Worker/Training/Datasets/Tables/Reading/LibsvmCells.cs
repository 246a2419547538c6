using System.Buffers.Text;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>
/// The cells of files of the format of LIBSVM. Collects those that are written, since the number of columns is known only at the end.
/// </summary>
/// <param name="parser">Finds out what a cell is.</param>
internal sealed class LibsvmCells(CellParser parser)
{
    private const int MostIndex = DatasetLimits.MostFeatures - 1;

    private readonly ErrorList errors = new();
    private readonly List<int> ends = [];
    private readonly List<(int Index, double Value)> cells = [];
    private readonly List<(int Row, int Index, string Text, CellPlace Place)> missing = [];
    private readonly HashSet<int> indices = [];
    private int largest;

    /// <summary>The number of rows.</summary>
    public int Rows => ends.Count;

    /// <summary>The smallest index; 1 when there is none smaller.</summary>
    public int Smallest { get; private set; } = 1;

    /// <summary>The number of indices from the smallest to the largest one.</summary>
    public int Width => largest - Smallest + 1;

    /// <summary>The column of the labels.</summary>
    public ColumnBuilder Labels { get; init; } = new("label", 1, 0);

    /// <summary>Adds a line, which may be blank.</summary>
    public void Add(ReadOnlySpan<byte> line, CellPlace place)
    {
        var row = new LibsvmRow(line);
        if (!row.Next(out var label))
        {
            return;
        }

        if (label.Contains((byte)':'))
        {
            errors.Add($"{place}: the line begins with '{ColumnBuilder.Shown(label)}'; a label must come first.");
            return;
        }

        Labels.Add(parser.Parse(label, out var value), value, label, place);
        indices.Clear();
        while (row.Next(out var pair))
        {
            if (FaultOf(pair, place) is { } fault)
            {
                errors.Add($"{place}: '{ColumnBuilder.Shown(pair)}' {fault}.");
            }
        }

        ends.Add(cells.Count);
        if (Rows * (long)Width > DatasetLimits.MostRead)
        {
            throw new DatasetException($"{place}: {Rows} rows of {Width} features are more than {DatasetLimits.MostRead} numbers, and no more are read.");
        }
    }

    /// <summary>Throws when there are errors.</summary>
    /// <exception cref="DatasetException">There are errors.</exception>
    public void ThrowIfAnyError()
    {
        Labels.RequireFinite(errors);
        errors.ThrowIfAny();
    }

    /// <summary>The numbers of each column, from that of the smallest index; 0 where no cell is written.</summary>
    public double[][] ToColumns()
    {
        var columns = new double[Width][];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new double[Rows];
        }

        var next = 0;
        for (var row = 0; row < Rows; row++)
        {
            for (; next < ends[row]; next++)
            {
                columns[cells[next].Index - Smallest][row] = cells[next].Value;
            }
        }

        return columns;
    }

    /// <summary>The missing cells of each index.</summary>
    public ILookup<int, CellSample> Missing() => missing.ToLookup(cell => cell.Index, cell => new CellSample($"{cell.Place}", cell.Text));

    /// <summary>Adds a pair of an index and a value.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    private string? FaultOf(ReadOnlySpan<byte> pair, CellPlace place)
    {
        var colon = pair.IndexOf((byte)':');
        if (colon < 0 || !Utf8Parser.TryParse(pair[..colon], out int index, out var length) || length != colon || pair[0] == (byte)'+')
        {
            return "is not a pair index:value";
        }

        if (index is < 0 or > MostIndex)
        {
            return $"has the index {index}; indices are from 0 to {MostIndex}";
        }

        if (!indices.Add(index))
        {
            return $"has the index {index} again; a line has each index once";
        }

        var text = pair[(colon + 1)..];
        var kind = parser.Parse(text, out var value);
        if (kind is CellKind.Text or CellKind.NotFinite)
        {
            return "has a value that is not a finite number";
        }

        if (kind == CellKind.Missing)
        {
            missing.Add((Rows, index, ColumnBuilder.Shown(text), place));
        }

        cells.Add((index, value));
        Smallest = Math.Min(Smallest, index);
        largest = Math.Max(largest, index);
        return null;
    }
}
