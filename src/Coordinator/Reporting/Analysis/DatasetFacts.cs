namespace NNOptim.Reporting.Analysis;

/// <summary>The facts about the training examples that a report needs.</summary>
/// <param name="TrainingExamples">The number of training examples.</param>
public sealed record DatasetFacts(int TrainingExamples)
{
    /// <summary>The number of optimisation steps per epoch.</summary>
    /// <param name="batchSize">The number of examples in a mini-batch; null for all examples.</param>
    public int StepsPerEpoch(long? batchSize) =>
        batchSize is { } size ? (int)((TrainingExamples + size - 1) / size) : 1;
}
