using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Decides how each column becomes inputs, and reports the columns that cannot.</summary>
internal sealed class FeaturePlanner(TableReading reading, ColumnFinder columns, ErrorList errors)
{
    /// <summary>The largest number of levels of a column that nobody declared as categorical.</summary>
    public const int MostDetectedLevels = 100;

    /// <summary>The largest absolute value of a number: the square of a larger one may overflow.</summary>
    public const double MostMagnitude = 1e150;

    /// <summary>The share of texts in a column up to which they are taken for mistakes among numbers.</summary>
    private const double MostStrayTexts = 0.1;

    private readonly List<TableColumn> manyTexts = [];

    /// <summary>The features in the order of the columns.</summary>
    /// <param name="used">The columns that are features.</param>
    public ImmutableArray<Feature> Plan(IReadOnlyList<TableColumn> used)
    {
        var categorical = reading.Categorical is { } given ? Levels("dataset.categorical", given) : null;
        var ordinal = Levels("dataset.ordinal", reading.Ordinal);
        ReportUnused(used, categorical, ordinal);
        var features = used.Select(column => PlanOf(column, categorical, ordinal)).OfType<Feature>().ToImmutableArray();
        ReportManyTexts();
        return features;
    }

    private Dictionary<TableColumn, ValueList<string>> Levels(string key, IEnumerable<ColumnLevels> given)
    {
        var levels = new Dictionary<TableColumn, ValueList<string>>();
        foreach (var one in given)
        {
            if (columns.Find(key, one.Column) is { } column && !levels.TryAdd(column, one.Levels))
            {
                errors.Add($"{key}: the column '{Excerpt.Shorten(column.Name)}' is there twice; give it once.");
            }
        }

        return levels;
    }

    private void ReportUnused(
        IReadOnlyList<TableColumn> used, Dictionary<TableColumn, ValueList<string>>? categorical, Dictionary<TableColumn, ValueList<string>> ordinal)
    {
        foreach (var (key, named) in new[] { ("dataset.categorical", categorical), ("dataset.ordinal", ordinal) })
        {
            foreach (var column in named?.Keys.Where(column => !used.Contains(column)) ?? [])
            {
                errors.Add($"{key}: the column '{Excerpt.Shorten(column.Name)}' is no feature; name features only.");
            }
        }

        foreach (var column in ordinal.Keys.Where(column => categorical?.ContainsKey(column) == true))
        {
            errors.Add($"dataset.ordinal: the column '{Excerpt.Shorten(column.Name)}' is in dataset.categorical too; give it in one of them.");
        }
    }

    private Feature? PlanOf(TableColumn column, Dictionary<TableColumn, ValueList<string>>? categorical, Dictionary<TableColumn, ValueList<string>> ordinal)
    {
        if (ordinal.TryGetValue(column, out var order))
        {
            return Declared(column, FeatureKind.Ordinal, order);
        }

        if (categorical?.TryGetValue(column, out var levels) == true)
        {
            return Declared(column, FeatureKind.Categorical, levels);
        }

        if (column.TextCount == 0)
        {
            return Numeric(column);
        }

        var numbers = column.Numbers.Count(number => !double.IsNaN(number));
        if (categorical is null && column.Levels.Length > MostDetectedLevels && column.TextCount > MostStrayTexts * (numbers + column.TextCount))
        {
            manyTexts.Add(column);
            return null;
        }

        if (numbers > 0 || categorical is not null)
        {
            ReportTexts(column, numbers);
            return null;
        }

        if (FlagsOf(column) is { } flags)
        {
            return new Feature(column, FeatureKind.Ordinal, flags);
        }

        return new Feature(column, FeatureKind.Categorical, Sorted(column));
    }

    private Feature? Declared(TableColumn column, FeatureKind kind, ValueList<string> levels)
    {
        var key = kind == FeatureKind.Ordinal ? "dataset.ordinal" : "dataset.categorical";
        if (levels.Count == 0)
        {
            return new Feature(column, kind, Sorted(column));
        }

        var unknown = column.Levels.Except(levels, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            errors.Add($"{key}: the column '{Excerpt.Shorten(column.Name)}' has values that are no levels: {Excerpt.OfList(unknown)}; add them, or name them in missing_values.");
            return null;
        }

        return new Feature(column, kind, [.. levels]);
    }

    private Feature? Numeric(TableColumn column)
    {
        var row = Array.FindIndex(column.Numbers, number => Math.Abs(number) > MostMagnitude);
        if (row < 0)
        {
            return new Feature(column, FeatureKind.Numeric, []);
        }

        errors.Add($"column '{Excerpt.Shorten(column.Name)}': {column.Numbers[row]:R} in row {row + 1} is too large, because its square overflows; give numbers up to {MostMagnitude:R}, or exclude the column.");
        return null;
    }

    private void ReportTexts(TableColumn column, int numbers)
    {
        var places = string.Join(", ", column.TextSamples.Select(sample => $"'{sample.Text}' at {sample.Place}"));
        errors.Add(numbers == 0
            ? $"column '{Excerpt.Shorten(column.Name)}' has text ({places}), and dataset.categorical does not name it; add it there or to dataset.exclude."
            : $"column '{Excerpt.Shorten(column.Name)}': {column.TextCount} of {numbers + column.TextCount} values are no numbers ({places}{(column.TextCount > column.TextSamples.Length ? ", ..." : "")}); "
                + (column.TextSamples.All(sample => IsDecimalComma(sample.Text)) ? "if commas are decimal separators, give decimal: ','; " : "")
                + $"if they mean missing, give missing_values with them; if the column has categories, give categorical: [{Excerpt.Shorten(column.Name)}].");
    }

    private static bool IsDecimalComma(string text) => text.Split(',') is [var whole, var part] && long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) && part.All(char.IsAsciiDigit);

    private void ReportManyTexts()
    {
        if (manyTexts.Count > 0)
        {
            var names = string.Join(", ", manyTexts.Select(column => Excerpt.Shorten(column.Name)));
            errors.Add($"{string.Join(", ", manyTexts.Select(column => $"column '{Excerpt.Shorten(column.Name)}' has text with {column.Levels.Length} distinct values"))}; "
                + $"at most {MostDetectedLevels} become categories by themselves: give exclude: [{names}], or name the columns in categorical.");
        }
    }

    /// <summary>The spellings of false and true when a column has one of each at most and nothing else; null otherwise.</summary>
    private static ImmutableArray<string>? FlagsOf(TableColumn column)
    {
        var no = column.Levels.Where(text => IsAny(text, "false", "no")).ToList();
        var yes = column.Levels.Where(text => IsAny(text, "true", "yes")).ToList();
        return no.Count == 1 && yes.Count == 1 && column.Levels.Length == 2 ? [no[0], yes[0]] : null;
    }

    private static bool IsAny(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (string.Equals(text, word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The levels in order: by number when all are numbers, else by ordinal comparison of their texts.</summary>
    private static ImmutableArray<string> Sorted(TableColumn column) => TextOrder.Sort(column.Levels);
}
