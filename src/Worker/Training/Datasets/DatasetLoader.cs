using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets;

/// <summary>Creates a dataset from its specification: generates or reads it, splits it and standardises it.</summary>
public static class DatasetLoader
{
    /// <summary>Loads the training examples and the held-out examples.</summary>
    /// <exception cref="DatasetException">A file is missing, malformed or changed, or there are too few examples.</exception>
    public static TrainingData Load(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        GeneratedDatasets.Check(specification);
        var whole = specification.Kind switch
        {
            DatasetKind.Moons => GeneratedDatasets.Moons(specification.Examples, specification.Noise, specification.Seed),
            DatasetKind.Circles => GeneratedDatasets.Circles(
                specification.Examples, specification.Noise, specification.Factor, specification.Seed),
            DatasetKind.Blobs => GeneratedDatasets.Blobs(
                specification.Examples,
                specification.Centers,
                specification.Features,
                specification.ClusterStandardDeviation,
                specification.Seed),
            DatasetKind.Digits => DigitsDataset.Load(),
            DatasetKind.Csv => CsvDataset.Load(specification),
            DatasetKind.Idx => IdxDataset.Load(specification),
            _ => throw new DatasetException($"dataset.kind: {specification.Kind} is unknown."),
        };
        var split = TrainTestSplit.Apply(whole, specification.TestFraction, specification.SplitSeed);
        return specification.Standardize ? Standardizer.Apply(split) : split;
    }

    /// <summary>
    /// SHA-256 of the bytes of a dataset's file (IDX: images, then labels), in lower-case hexadecimal; null for kinds without a file.
    /// </summary>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static string? Sha256Of(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Kind switch
        {
            DatasetKind.Csv => DatasetFile.Sha256Of(("dataset.path", specification.Path)),
            DatasetKind.Idx => DatasetFile.Sha256Of(("dataset.path", specification.Path), ("dataset.labels_path", specification.LabelsPath)),
            _ => null,
        };
    }

    /// <summary>
    /// Checks, without loading the data, that the properties are in their ranges. Also checks that the files exist and have the SHA-256 of
    /// the submission.
    /// </summary>
    /// <exception cref="DatasetException">A check fails.</exception>
    public static void Check(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        GeneratedDatasets.Check(specification);
        if (Sha256Of(specification) is { } actual)
        {
            DatasetFile.RequireSha256(specification.Sha256, specification.Path!, actual);
        }
    }

    /// <summary>
    /// SHA-256 of the values of the training examples, then of the held-out examples, in lower-case hexadecimal. The values of each are the
    /// inputs row by row, then the labels, each as eight little-endian bytes.
    /// </summary>
    public static string ValuesSha256(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var sets = data.Test is { } test ? (ReadOnlySpan<Dataset>)[data.Train, test] : [data.Train];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        foreach (var set in sets)
        {
            foreach (var values in (ReadOnlySpan<ImmutableArray<double>>)[set.Inputs, set.Labels])
            {
                foreach (var value in values)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                    hash.AppendData(bytes);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
