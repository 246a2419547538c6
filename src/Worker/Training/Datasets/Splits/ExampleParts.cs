using System.Collections.Immutable;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>The examples of each part of a split, by their numbers in the whole data.</summary>
/// <param name="Train">The training examples; at least one.</param>
/// <param name="Test">The test examples; empty when none are held out.</param>
internal sealed record ExampleParts(int[] Train, int[] Test)
{
    /// <summary>What is worth knowing about the split, as sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
