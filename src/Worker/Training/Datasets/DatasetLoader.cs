using NNOptim.Shared.Experiments;

namespace NNOptim.Worker.Training.Datasets;

/// <summary>Brings a data set from its specification: generates or reads it, splits it and standardises it.</summary>
public static class DatasetLoader
{
    /// <summary>The examples to train on and those held out.</summary>
    /// <exception cref="DatasetException">A file is missing or malformed or has changed, or there are too few examples.</exception>
    public static TrainingData Load(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
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
            _ => throw new DatasetException($"dataset.kind: {specification.Kind} is unknown."),
        };
        var split = TrainTestSplit.Apply(whole, specification.TestFraction, specification.SplitSeed);
        return specification.Standardize ? Standardizer.Apply(split) : split;
    }
}
