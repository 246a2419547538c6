using System.Collections.Immutable;
using System.Globalization;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>The order of levels and classes.</summary>
internal static class TextOrder
{
    /// <summary>Sorts by number when every text is a number, else by ordinal comparison, as Python and scikit-learn do.</summary>
    public static ImmutableArray<string> Sort(ImmutableArray<string> texts)
    {
        var numbers = new double[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return [.. texts.Order(StringComparer.Ordinal)];
            }
        }

        return [.. texts.Select((text, place) => (text, place)).OrderBy(pair => numbers[pair.place]).ThenBy(pair => pair.text, StringComparer.Ordinal).Select(pair => pair.text)];
    }
}
