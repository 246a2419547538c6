using System.Globalization;
using System.IO.Compression;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets;

/// <summary>The bundled images of handwritten digits; for their source and licence see Digits/ATTRIBUTION.md.</summary>
internal static class DigitsDataset
{
    private const int Side = 8;

    /// <summary>1,797 examples of 64 pixels, 0 (empty) to 16 (full), in 10 classes.</summary>
    public static Dataset Load()
    {
        using var stream = typeof(DigitsDataset).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var inputs = new List<double>();
        var labels = new List<double>();
        while (reader.ReadLine() is { } line)
        {
            var numbers = line.Split(',');
            inputs.AddRange(numbers[..^1].Select(Number));
            labels.Add(Number(numbers[^1]));
        }

        return new Dataset
        {
            Inputs = [.. inputs],
            Labels = [.. labels],
            FeatureNames = [.. Enumerable.Range(0, Side * Side).Select(pixel => $"pixel_{pixel / Side}_{pixel % Side}")],
            Task = LearningTask.Classification,
            Classes = 10,
        };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
