using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>How the label's column becomes labels.</summary>
/// <param name="Column">The column.</param>
/// <param name="Classes">The texts of the classes 0, 1, 2, ...; empty for regression.</param>
/// <param name="Labels">The label of each row: a class, or a number; <c>NaN</c> where the cell is missing.</param>
internal sealed record LabelPlan(TableColumn Column, ImmutableArray<string> Classes, double[] Labels)
{
    /// <summary>The largest number of classes.</summary>
    public const int MostClasses = 10_000;

    /// <summary>Plans the labels; null, with the errors reported, when that is impossible.</summary>
    public static LabelPlan? Create(LearningTask task, TableColumn column, ValueList<string> classes, ErrorList errors) =>
        task == LearningTask.Regression ? Regression(column, classes, errors) : Classification(column, classes, errors);

    private static LabelPlan? Regression(TableColumn column, ValueList<string> classes, ErrorList errors)
    {
        if (classes.Count > 0)
        {
            errors.Add("dataset.classes: a regression has no classes; remove the key, or give task: classification.");
            return null;
        }

        if (column.TextCount > 0)
        {
            var places = string.Join(", ", column.TextSamples.Select(sample => $"'{sample.Text}' at {sample.Place}"));
            errors.Add($"label column '{Excerpt.Shorten(column.Name)}': {column.TextCount} values are no numbers ({places}); give task: classification, or name them in missing_values.");
            return null;
        }

        if (Array.Find(column.Numbers, number => Math.Abs(number) > FeaturePlanner.MostMagnitude) is var large and not 0)
        {
            errors.Add($"label column '{Excerpt.Shorten(column.Name)}': {large:R} is too large, because its square overflows; give numbers up to {FeaturePlanner.MostMagnitude:R}.");
            return null;
        }

        return new LabelPlan(column, [], column.Numbers);
    }

    private static LabelPlan? Classification(TableColumn column, ValueList<string> given, ErrorList errors)
    {
        var name = Excerpt.Shorten(column.Name);
        var isNumeric = column.TextCount == 0;
        if (isNumeric && given.Count == 0 && Array.Find(column.Numbers, number => number != Math.Floor(number) && !double.IsNaN(number)) is var real and not 0)
        {
            errors.Add($"label column '{name}': {real.ToString("R", CultureInfo.InvariantCulture)} is no whole number; for real labels give task: regression, else list the classes in dataset.classes.");
            return null;
        }

        var found = isNumeric ? DistinctNumbers(column) : TextOrder.Sort(column.Levels);
        ImmutableArray<string> classes = given.Count == 0 ? found : [.. given];
        var places = Places(classes, isNumeric);
        var unknown = found.Where(text => !places.ContainsKey(Key(text, isNumeric))).ToList();
        if (unknown.Count > 0)
        {
            errors.Add($"dataset.classes: the label column '{name}' has values that are no classes: {Excerpt.OfList(unknown)}; add them, or name them in missing_values.");
        }
        else if (found.Length < 2)
        {
            errors.Add($"label column '{name}': {(found.Length == 0 ? "there is no label" : $"every label is {Excerpt.Shorten(found[0])}")}; at least two classes are needed.");
        }
        else if (classes.Length > MostClasses)
        {
            errors.Add($"label column '{name}': there are {classes.Length} classes; at most {MostClasses} are allowed. For real labels give task: regression.");
        }
        else
        {
            return new LabelPlan(column, classes, LabelsOf(column, places, isNumeric));
        }

        return null;
    }

    private static double[] LabelsOf(TableColumn column, Dictionary<string, int> places, bool isNumeric)
    {
        var classOfCode = isNumeric ? [] : column.Levels.Select(text => places[text]).ToArray();
        var labels = new double[column.Numbers.Length];
        var known = new Dictionary<double, int>();
        for (var row = 0; row < labels.Length; row++)
        {
            if (column.IsMissing(row))
            {
                labels[row] = double.NaN;
            }
            else if (!isNumeric)
            {
                labels[row] = classOfCode[column.Codes![row]];
            }
            else
            {
                var number = column.Numbers[row];
                if (!known.TryGetValue(number, out var place))
                {
                    known[number] = place = places[Text(number)];
                }

                labels[row] = place;
            }
        }

        return labels;
    }

    private static ImmutableArray<string> DistinctNumbers(TableColumn column) =>
        [.. column.Numbers.Where(number => !double.IsNaN(number)).Distinct().Order().Select(Text)];

    private static Dictionary<string, int> Places(ImmutableArray<string> classes, bool isNumeric)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < classes.Length; place++)
        {
            places.TryAdd(Key(classes[place], isNumeric), place);
        }

        return places;
    }

    /// <summary>What identifies a class. For numbers 1, 1.0 and 1e0 are the same.</summary>
    private static string Key(string text, bool isNumeric) =>
        isNumeric && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Text(number) : text;

    private static string Text(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
