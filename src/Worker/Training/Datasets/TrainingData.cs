namespace NNOptim.Training.Datasets;

/// <summary>The examples trained on and those held out.</summary>
/// <param name="Train">The examples trained on; at least one.</param>
/// <param name="Test">The examples held out for the test accuracy; null when none are.</param>
public sealed record TrainingData(Dataset Train, Dataset? Test)
{
    /// <summary>The memory of the numbers, in bytes.</summary>
    public long Bytes => Train.Bytes + (Test?.Bytes ?? 0);
}
