using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using NNOptim.Experiments;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Training.Datasets;

/// <summary>Creates a dataset from its specification: generates or reads it, splits it and standardises it.</summary>
public static class DatasetLoader
{
    /// <summary>Loads the training examples and the held-out examples.</summary>
    /// <exception cref="DatasetException">A file is missing, malformed or changed, or there are too few examples.</exception>
    public static TrainingData Load(DatasetSpecification specification) => Resolve(specification).Data;

    /// <summary>Loads the data, and makes every choice that the specification leaves open.</summary>
    /// <exception cref="DatasetException">A file is missing, malformed or changed, or there are too few examples.</exception>
    public static LoadedDataset Resolve(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        GeneratedDatasets.Check(specification);
        if (specification.Kind.IsTable())
        {
            return TableDataset.Load(specification);
        }

        if (specification.Kind == DatasetKind.Idx)
        {
            var (data, classes, sha256) = IdxDataset.Load(specification);
            return Finish(specification with { Sha256 = sha256, Table = specification.Table with { Classes = classes } }, data);
        }

        return Finish(specification, specification.Kind switch
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
            _ => throw new DatasetException($"dataset.kind: {specification.Kind} is unknown."),
        });
    }

    private static LoadedDataset Finish(DatasetSpecification specification, Dataset whole)
    {
        var split = TrainTestSplit.Apply(whole, specification);
        return new LoadedDataset(specification, specification.Standardize != StandardizedFeatures.None ? Standardizer.Apply(split) : split);
    }

    /// <summary>The files of a dataset, in the order in which the SHA-256 covers them; empty for kinds without files.</summary>
    /// <exception cref="DatasetException">A file, a folder or a pattern names nothing.</exception>
    public static ImmutableArray<string> FilesOf(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Kind switch
        {
            DatasetKind.Idx => [specification.Path!, specification.LabelsPath!],
            var kind when kind.IsTable() => TablePaths.Of(specification),
            _ => [],
        };
    }

    /// <summary>
    /// SHA-256 of the bytes of a dataset's files (IDX: images, then labels), in lower-case hexadecimal; null for kinds without a file.
    /// </summary>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static string? Sha256Of(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Kind switch
        {
            var kind when kind.IsTable() => TableFiles.Sha256(specification),
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
