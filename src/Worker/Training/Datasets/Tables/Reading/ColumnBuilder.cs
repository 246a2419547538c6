using System.Text;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Collects the cells of a column.</summary>
/// <param name="name">The column's name.</param>
/// <param name="number">Its number in the file, from 1.</param>
/// <param name="capacity">The expected number of rows.</param>
internal sealed class ColumnBuilder(string name, int number, int capacity)
{
    private readonly List<CellSample> textSamples = [];
    private readonly List<CellSample> missingSamples = [];
    private readonly List<CellSample> notFinite = [];
    private double[] numbers = new double[capacity];
    private int count;
    private int textCount;
    private int missingCount;
    private int notFiniteCount;
    private int roundedCount;
    private CellSample? firstRounded;

    /// <summary>The column's name.</summary>
    public string Name => name;

    /// <summary>The number of rows so far.</summary>
    public int Count => count;

    /// <summary>The texts of all cells, if they are collected.</summary>
    public ColumnTexts? Texts { get; set; }

    /// <summary>Whether a cell is a text, so that the texts of all cells are needed.</summary>
    public bool HasText => textCount > 0;

    /// <summary>Adds a cell.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="value">Its number; <c>NaN</c> when it has none.</param>
    /// <param name="text">Its text in UTF-8.</param>
    /// <param name="place">Its place.</param>
    public void Add(CellKind kind, double value, ReadOnlySpan<byte> text, in CellPlace place)
    {
        if (count == numbers.Length)
        {
            Array.Resize(ref numbers, Math.Max(2 * count, 16));
        }

        numbers[count++] = kind is CellKind.Number or CellKind.RoundedNumber ? value : double.NaN;
        if (Texts is not null)
        {
            AddText(kind, text);
        }

        if (kind != CellKind.Number)
        {
            Sample(kind, text, place);
        }
    }

    /// <summary>Adds a cell's text alone, for a column whose numbers are known.</summary>
    public void AddText(CellKind kind, ReadOnlySpan<byte> text)
    {
        if (kind == CellKind.Missing)
        {
            Texts!.AddMissing();
        }
        else
        {
            Texts!.Add(text);
        }
    }

    /// <summary>Adds an error for each number that is not finite, unless the column has texts, of which these are some.</summary>
    public void RequireFinite(ErrorList errors)
    {
        if (HasText || Texts is not null)
        {
            return;
        }

        for (var i = 0; i < notFiniteCount; i++)
        {
            var (place, text) = i < notFinite.Count ? notFinite[i] : notFinite[^1];
            errors.Add($"{place}: column '{Excerpt.Shorten(name)}': '{text}' is not a finite number.");
        }
    }

    /// <summary>A sentence about whole numbers that were rounded; null when there are none.</summary>
    public string? NoteOfRounding() => firstRounded is not { } first
        ? null
        : $"column '{Excerpt.Shorten(name)}': {(roundedCount == 1 ? "a whole number has" : $"{roundedCount} whole numbers have")} more digits than a number can hold, such as {first.Text} ({first.Place}); the nearest number stands for each.";

    /// <summary>The column.</summary>
    public TableColumn Build()
    {
        Array.Resize(ref numbers, count);
        return new TableColumn
        {
            Name = name,
            Number = number,
            Numbers = numbers,
            Codes = Texts?.ToCodes(),
            Levels = Texts?.Levels ?? [],
            TextCount = textCount + notFiniteCount,
            MissingCount = missingCount,
            TextSamples = [.. textSamples],
            MissingSamples = [.. missingSamples],
        };
    }

    /// <summary>The beginning of a text in UTF-8. Does not decode the rest, which may be long.</summary>
    public static string Shown(ReadOnlySpan<byte> text)
    {
        const int MostBytes = 4 * (Excerpt.MostCharacters + 1);
        return Excerpt.Shorten(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostBytes)]));
    }

    private void Sample(CellKind kind, ReadOnlySpan<byte> text, in CellPlace place)
    {
        switch (kind)
        {
            case CellKind.Missing:
                missingCount++;
                Keep(missingSamples, TableColumn.MostSamples, text, place);
                break;
            case CellKind.RoundedNumber:
                roundedCount++;
                firstRounded ??= new CellSample($"{place}", Shown(text));
                break;
            case CellKind.NotFinite:
                notFiniteCount++;
                Keep(notFinite, DatasetException.MostErrors, text, place);
                Keep(textSamples, TableColumn.MostSamples, text, place);
                break;
            default:
                textCount++;
                Keep(textSamples, TableColumn.MostSamples, text, place);
                break;
        }
    }

    private static void Keep(List<CellSample> samples, int most, ReadOnlySpan<byte> text, in CellPlace place)
    {
        if (samples.Count < most)
        {
            samples.Add(new CellSample($"{place}", Shown(text)));
        }
    }
}
