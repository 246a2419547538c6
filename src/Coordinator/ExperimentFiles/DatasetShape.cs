using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.ExperimentFiles;

/// <summary>The shape of a loaded dataset.</summary>
/// <param name="Features">The number of features.</param>
/// <param name="Classes">The number of classes; 0 for regression.</param>
/// <param name="Examples">The number of examples, before any are held out.</param>
/// <param name="Sha256">
/// The SHA-256 of the bytes of the file (IDX: images then labels), lower-case hexadecimal; null for data without a file.
/// </param>
public sealed record DatasetShape(int Features, int Classes, int Examples, string? Sha256)
{
    /// <summary>How a table becomes examples, with every choice made; null when there is no loader.</summary>
    public TableReading? Table { get; init; }

    /// <summary>The number of training examples; null when it follows from the fraction of test data.</summary>
    public int? TrainingExamples { get; init; }

    /// <summary>What the user should know about the data, in sentences without a position.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The shape of loaded data.</summary>
    public static DatasetShape Of(LoadedDataset loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        var data = loaded.Data;
        return new(data.Train.Features, data.Train.Classes, data.Train.Examples + (data.Test?.Examples ?? 0), loaded.Specification.Sha256)
        {
            Table = loaded.Specification.Table,
            TrainingExamples = data.Train.Examples,
            Notes = data.Notes,
        };
    }
}
