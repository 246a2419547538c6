using NNOptim.Experiments;

namespace NNOptim.Training.Datasets;

/// <summary>Data with the specification that has every choice made.</summary>
/// <param name="Specification">The specification: with the SHA-256 of files, and for tables with the resolved reading.</param>
/// <param name="Data">The training examples and the held-out examples.</param>
public sealed record LoadedDataset(DatasetSpecification Specification, TrainingData Data);
