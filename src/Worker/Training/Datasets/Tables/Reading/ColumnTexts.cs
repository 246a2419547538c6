using System.Collections.Immutable;
using System.Text;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Collects the texts of a column. Equal texts are stored once.</summary>
/// <param name="capacity">The expected number of rows.</param>
internal sealed class ColumnTexts(int capacity)
{
    private const int Missing = -1;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<string> levels = [];
    private int[] codes = new int[capacity];
    private int count;
    private char[] characters = new char[64];

    /// <summary>The distinct texts, in the order of their first row.</summary>
    public ImmutableArray<string> Levels => [.. levels];

    /// <summary>Adds a text in UTF-8.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (characters.Length < text.Length)
        {
            characters = new char[Math.Max(text.Length, 2 * characters.Length)];
        }

        Add(characters.AsSpan(0, Encoding.UTF8.GetChars(text, characters)));
    }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var known = places.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out var place))
        {
            place = levels.Count;
            var level = text.ToString();
            levels.Add(level);
            places.Add(level, place);
        }

        AddCode(place);
    }

    /// <summary>Adds a missing cell.</summary>
    public void AddMissing() => AddCode(Missing);

    /// <summary>The place of each row's text in <see cref="Levels"/>.</summary>
    public int[] ToCodes()
    {
        Array.Resize(ref codes, count);
        return codes;
    }

    private void AddCode(int code)
    {
        if (count == codes.Length)
        {
            Array.Resize(ref codes, Math.Max(2 * count, 16));
        }

        codes[count++] = code;
    }
}
