using System.Collections.Immutable;

namespace NNOptim.Coordinator.Reporting.Analysis;

/// <summary>What a report needs to know of the training examples.</summary>
/// <param name="TrainingExamples">How many there are.</param>
/// <param name="BaseRateCost">The least cost of a network whose output is the same for every example.</param>
public sealed record DatasetFacts(int TrainingExamples, double BaseRateCost)
{
    /// <summary>
    /// The facts of classes: the base rate is the entropy of the class frequencies in nats, which is the least cross-entropy of a constant
    /// prediction (Cover and Thomas, Elements of Information Theory, 2nd ed., 2006, theorem 2.6.3).
    /// </summary>
    /// <param name="classes">The class of each training example.</param>
    public static DatasetFacts OfClasses(ImmutableArray<double> classes) => new(
        classes.Length,
        -classes.GroupBy(static label => label).Sum(group => (double)group.Count() / classes.Length * Math.Log((double)group.Count() / classes.Length)));

    /// <summary>The facts of real labels: the base rate is their variance (divisor n), the least squared error of a constant prediction.</summary>
    /// <param name="labels">The label of each training example.</param>
    public static DatasetFacts OfLabels(ImmutableArray<double> labels)
    {
        var mean = labels.Average();
        return new DatasetFacts(labels.Length, labels.Average(label => (label - mean) * (label - mean)));
    }

    /// <summary>The optimisation steps of an epoch.</summary>
    /// <param name="batchSize">Examples a mini-batch; 0 for all of them.</param>
    public int StepsPerEpoch(int batchSize) =>
        batchSize == 0 ? 1 : (TrainingExamples + batchSize - 1) / batchSize;
}
