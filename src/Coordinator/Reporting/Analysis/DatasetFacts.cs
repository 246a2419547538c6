using System.Collections.Immutable;

namespace NNOptim.Reporting.Analysis;

/// <summary>What a report needs to know of the training examples.</summary>
/// <param name="TrainingExamples">How many there are.</param>
/// <param name="BaseRateCost">The least cost of a network whose output is the same for every example.</param>
public sealed record DatasetFacts(int TrainingExamples, double BaseRateCost)
{
    /// <summary>The facts of training examples, with the base rate in terms of a loss.</summary>
    /// <param name="labels">The label of each training example.</param>
    /// <param name="classes">How many classes the data have; 0 where labels are real.</param>
    /// <param name="loss">The name of the loss that the networks are trained by, for example <c>mean_squared_error</c>.</param>
    public static DatasetFacts Compute(ImmutableArray<double> labels, int classes, string loss) =>
        classes == 0 ? OfLabels(labels)
        : loss == KnownNames.SquaredError ? OfSquaredErrors(labels, classes)
        : OfClasses(labels);

    /// <summary>
    /// The facts of classes: the base rate is the entropy of the class frequencies in nats, which is the least cross-entropy of a constant
    /// prediction (Cover and Thomas, Elements of Information Theory, 2nd ed., 2006, theorem 2.6.3).
    /// </summary>
    /// <param name="classes">The class of each training example.</param>
    public static DatasetFacts OfClasses(ImmutableArray<double> classes) => new(
        classes.Length,
        -classes.GroupBy(static label => label).Sum(group => (double)group.Count() / classes.Length * Math.Log((double)group.Count() / classes.Length)));

    /// <summary>
    /// The facts of classes under the squared error, averaged over one output a class with the target 1 for the label's and 0 for the
    /// others: the least of a constant prediction is that of the class frequencies, (1 - the sum of their squares) / classes. One output
    /// for two classes, with the target 0 or 1, has the same.
    /// </summary>
    /// <param name="labels">The class of each training example.</param>
    /// <param name="classes">How many classes the data have, whether or not all are among these.</param>
    public static DatasetFacts OfSquaredErrors(ImmutableArray<double> labels, int classes)
    {
        var shares = labels.GroupBy(static label => label).Select(group => (double)group.Count() / labels.Length);
        return new DatasetFacts(labels.Length, (1 - shares.Sum(static share => share * share)) / classes);
    }

    /// <summary>The facts of real labels: the base rate is their variance (divisor n), the least squared error of a constant prediction.</summary>
    /// <param name="labels">The label of each training example.</param>
    public static DatasetFacts OfLabels(ImmutableArray<double> labels)
    {
        var mean = labels.Average();
        return new DatasetFacts(labels.Length, labels.Average(label => (label - mean) * (label - mean)));
    }

    /// <summary>The optimisation steps of an epoch.</summary>
    /// <param name="batchSize">Examples in a mini-batch; null for all of them.</param>
    public int StepsPerEpoch(long? batchSize) =>
        batchSize is { } size ? (int)((TrainingExamples + size - 1) / size) : 1;
}
