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
    /// <summary>The shape of the data in a file.</summary>
    public static DatasetShape FromData(TrainingData data, string? sha256)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Train.Features, data.Train.Classes, data.Train.Examples + (data.Test?.Examples ?? 0), sha256);
    }
}
