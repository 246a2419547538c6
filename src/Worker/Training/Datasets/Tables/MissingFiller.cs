using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Fills missing values, as scikit-learn's <c>SimpleImputer</c> fitted on the training examples.</summary>
internal static class MissingFiller
{
    /// <summary>The fill value of every feature with missing cells.</summary>
    /// <param name="missing">The rule for numbers. Missing levels become the most frequent level in any case.</param>
    /// <param name="features">The features.</param>
    /// <param name="training">The training examples.</param>
    /// <exception cref="DatasetException">A feature has no value in the training examples.</exception>
    public static ValueList<ColumnFill> Fit(MissingValues missing, ImmutableArray<Feature> features, Dataset training)
    {
        var fills = ImmutableArray.CreateBuilder<ColumnFill>();
        var start = 0;
        foreach (var feature in features)
        {
            if (feature.Column.MissingCount > 0)
            {
                fills.Add(new ColumnFill(feature.Column.Name, FillOf(missing, feature, training, start)));
            }

            start += feature.Width;
        }

        return new(fills.ToImmutable());
    }

    /// <summary>The examples with fill values in place of missing ones.</summary>
    /// <param name="features">The features.</param>
    /// <param name="fills">The fill values.</param>
    /// <param name="data">The examples.</param>
    /// <exception cref="DatasetException">A fill value is no number or no level of its column, or a column has none.</exception>
    public static Dataset Fill(ImmutableArray<Feature> features, ValueList<ColumnFill> fills, Dataset data)
    {
        var inputs = data.Inputs.ToArray();
        var start = 0;
        foreach (var feature in features)
        {
            var fill = new Lazy<double[]>(() => InputsOf(feature, fills));
            for (var example = 0; example < data.Examples; example++)
            {
                var cell = inputs.AsSpan((example * data.Features) + start, feature.Width);
                if (double.IsNaN(cell[0]))
                {
                    fill.Value.CopyTo(cell);
                }
            }

            start += feature.Width;
        }

        return data with { Inputs = [.. inputs] };
    }

    private static string FillOf(MissingValues missing, Feature feature, Dataset training, int start)
    {
        List<double> values = [];
        for (var example = 0; example < training.Examples; example++)
        {
            var cell = training.Example(example).Slice(start, feature.Width);
            if (!double.IsNaN(cell[0]))
            {
                values.Add(feature.Kind == FeatureKind.Numeric ? cell[0] : feature.LevelOf(cell));
            }
        }

        if (values.Count == 0)
        {
            throw new DatasetException($"column '{Excerpt.Shorten(feature.Column.Name)}': every value of the training examples is missing; exclude the column.");
        }

        var rule = feature.Kind == FeatureKind.Numeric ? missing : MissingValues.MostFrequent;
        var fill = rule switch
        {
            MissingValues.Mean => values.Sum() / values.Count,
            MissingValues.Median => Median(values),
            _ => values.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key,
        };
        return feature.Kind == FeatureKind.Numeric ? fill.ToString("R", CultureInfo.InvariantCulture) : feature.Levels[(int)fill];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    private static double[] InputsOf(Feature feature, ValueList<ColumnFill> fills)
    {
        var name = Excerpt.Shorten(feature.Column.Name);
        var value = fills.FirstOrDefault(fill => fill.Column == feature.Column.Name)?.Value
            ?? throw new DatasetException($"dataset.fill: the column '{name}' has missing values; give a fill value, or remove the key.");
        var inputs = new double[feature.Width];
        if (feature.Kind != FeatureKind.Numeric)
        {
            var level = feature.Levels.IndexOf(value);
            if (level < 0)
            {
                throw new DatasetException($"dataset.fill: '{Excerpt.Shorten(value)}' is no level of the column '{name}'; give one of {Excerpt.OfList(feature.Levels)}.");
            }

            feature.WriteLevel(level, inputs);
        }
        else if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out inputs[0]) || !double.IsFinite(inputs[0]))
        {
            throw new DatasetException($"dataset.fill: '{Excerpt.Shorten(value)}' is no finite number, which the column '{name}' needs.");
        }

        return inputs;
    }
}
