using System.Collections.Immutable;

namespace NNOptim.Training.Datasets;

/// <summary>The training examples and the held-out examples.</summary>
/// <param name="Train">The training examples; at least one.</param>
/// <param name="Test">The examples held out for the test metrics; null when there are none.</param>
public sealed record TrainingData(Dataset Train, Dataset? Test)
{
    /// <summary>What is worth knowing about the data, as sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The memory of inputs and labels, in bytes.</summary>
    public long Bytes => Train.Bytes + (Test?.Bytes ?? 0);
}
