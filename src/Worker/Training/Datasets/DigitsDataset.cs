using System.IO.Compression;
using CsvHelper;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets;

/// <summary>The bundled images of handwritten digits. Digits/ATTRIBUTION.md states their source and licence.</summary>
internal static class DigitsDataset
{
    private const int Side = 8;

    /// <summary>1,797 examples of 64 pixels, 0 (empty) to 16 (full), in 10 classes.</summary>
    public static Dataset Load()
    {
        using var stream = typeof(DigitsDataset).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = CsvReader.Create(new GZipStream(stream, CompressionMode.Decompress), new() { Separator = ',', HasHeader = false });
        var inputs = new List<double>();
        var labels = new List<double>();
        while (reader.Read())
        {
            for (var pixel = 0; pixel < Side * Side; pixel++)
            {
                inputs.Add(reader.Parse<double>(pixel));
            }

            labels.Add(reader.Parse<double>(Side * Side));
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
}
