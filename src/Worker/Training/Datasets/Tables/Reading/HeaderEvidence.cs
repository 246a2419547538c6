namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>What the first cell of a column and the cells below it tell about a header.</summary>
internal sealed class HeaderEvidence
{
    private const double FirstYear = 1900;
    private const double LastYear = 2100;

    private readonly byte[] first;
    private readonly CellKind kind;
    private int numbers;
    private int texts;
    private bool hasOther;
    private bool hasOtherThanYears;

    /// <summary>Begins with the first cell.</summary>
    public HeaderEvidence(ReadOnlySpan<byte> cell, CellParser parser)
    {
        first = cell.ToArray();
        kind = parser.Parse(cell, out var value);
        First = value;
    }

    /// <summary>The number of the first cell.</summary>
    public double First { get; }

    /// <summary>Whether the cells below are numbers or missing, and at least one is a number.</summary>
    public bool IsNumeric => numbers > 0 && texts == 0;

    /// <summary>Whether the first cell is unlike the numbers below it, as a name is.</summary>
    public bool SpeaksForHeader => IsNumeric && kind == CellKind.Text;

    /// <summary>Whether the first cell is a number like those below it.</summary>
    public bool SpeaksForData => IsNumeric && kind is not (CellKind.Text or CellKind.Missing);

    /// <summary>Whether the first cell occurs again below.</summary>
    public bool Recurs { get; private set; }

    /// <summary>Whether each cell below is the same as the first.</summary>
    public bool IsConstant => !hasOther;

    /// <summary>Whether the first cell is a year, and some numbers below are not.</summary>
    public bool IsYearAboveOthers => IsYear(First) && hasOtherThanYears;

    /// <summary>Adds a cell below the first.</summary>
    public void Add(ReadOnlySpan<byte> cell, CellParser parser)
    {
        switch (parser.Parse(cell, out var value))
        {
            case CellKind.Missing:
                break;
            case CellKind.Text:
                texts++;
                break;
            default:
                numbers++;
                hasOtherThanYears |= !IsYear(value);
                break;
        }

        var isSame = cell.SequenceEqual(first);
        hasOther |= !isSame;
        Recurs |= isSame && kind != CellKind.Missing;
    }

    private static bool IsYear(double value) => value is >= FirstYear and <= LastYear && value == Math.Floor(value);
}
