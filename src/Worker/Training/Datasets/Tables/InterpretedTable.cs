using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>The examples of a table, before they are split and before missing values are filled.</summary>
/// <param name="Reading">The reading with every choice made, except the fill values.</param>
/// <param name="Examples">The examples; the inputs of missing cells are <c>NaN</c>.</param>
/// <param name="Features">The features, in the order of their inputs.</param>
/// <param name="Groups">The group of each example; null when there are no groups.</param>
/// <param name="Order">The place of each example in time, equal for equal times; null when the file's order counts.</param>
internal sealed record InterpretedTable(TableReading Reading, Dataset Examples, ImmutableArray<Feature> Features, int[]? Groups, int[]? Order)
{
    /// <summary>What was decided or is worth knowing, as sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
