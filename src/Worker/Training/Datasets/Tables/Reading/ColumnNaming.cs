using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Gives each column a name of its own.</summary>
internal static class ColumnNaming
{
    private const int MostNotes = 20;

    /// <summary>The names of columns without a header: their numbers.</summary>
    public static string[] Numbers(int columns) => [.. Enumerable.Range(1, columns).Select(number => $"{number}")];

    /// <summary>Distinct names. A column without a name gets its number, and a name that was there before gets a suffix.</summary>
    /// <param name="header">The names as they are in the file, trimmed.</param>
    /// <param name="notes">Gets a sentence for each name that differs from the file's.</param>
    public static string[] Distinct(string[] header, List<string> notes)
    {
        var written = header.ToHashSet(StringComparer.Ordinal);
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        var suffixes = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new string[header.Length];
        var changes = 0;
        for (var column = 0; column < header.Length; column++)
        {
            var name = header[column] == "" ? $"{column + 1}" : header[column];
            var isFree = header[column] == "" ? !written.Contains(name) && !owners.ContainsKey(name) : owners.TryAdd(name, column);
            names[column] = isFree ? name : WithSuffix(name, written, owners, suffixes);
            owners.TryAdd(names[column], column);
            if (names[column] != header[column] && ++changes <= MostNotes)
            {
                notes.Add(header[column] == ""
                    ? $"column {column + 1} has no name; it is called '{names[column]}'."
                    : $"columns {owners[name] + 1} and {column + 1} are both named '{Excerpt.Shorten(name)}'; the second is called '{Excerpt.Shorten(names[column])}'.");
            }
        }

        if (changes > MostNotes)
        {
            notes.Add($"{changes - MostNotes} more columns have no name or a repeated one.");
        }

        return names;
    }

    /// <summary>The first of name.2, name.3, ... that no column has.</summary>
    private static string WithSuffix(string name, HashSet<string> written, Dictionary<string, int> owners, Dictionary<string, int> suffixes)
    {
        string distinct;
        do
        {
            var suffix = suffixes.GetValueOrDefault(name, 1) + 1;
            suffixes[name] = suffix;
            distinct = $"{name}.{suffix}";
        }
        while (written.Contains(distinct) || owners.ContainsKey(distinct));
        return distinct;
    }
}
