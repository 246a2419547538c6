using System.Globalization;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Writes the numbers of a column as texts.</summary>
internal static class NumberTexts
{
    /// <summary>The shortest text of a number that gives it back.</summary>
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The texts of numbers; missing where there is none.</summary>
    public static ColumnTexts Of(double[] numbers)
    {
        var texts = new ColumnTexts(numbers.Length);
        foreach (var number in numbers)
        {
            if (double.IsNaN(number))
            {
                texts.AddMissing();
            }
            else
            {
                texts.Add(Of(number).AsSpan());
            }
        }

        return texts;
    }
}
