using System.Collections.Immutable;

namespace NNOptim.Reporting.Analysis;

/// <summary>The facts about the training examples that a report needs.</summary>
/// <param name="TrainingExamples">The number of training examples.</param>
/// <param name="BaseRateCost">The lowest cost of a network whose output is the same for every example.</param>
public sealed record DatasetFacts(int TrainingExamples, double BaseRateCost)
{
    /// <summary>Computes the facts of training examples, with the base rate for a loss.</summary>
    /// <param name="labels">The label of each training example.</param>
    /// <param name="classes">The number of classes; 0 for regression.</param>
    /// <param name="loss">The name of the loss function, for example <c>mean_squared_error</c>.</param>
    public static DatasetFacts Compute(ImmutableArray<double> labels, int classes, string loss) =>
        classes == 0 ? OfLabels(labels)
        : loss == KnownNames.SquaredError ? OfSquaredErrors(labels, classes)
        : OfClasses(labels);

    /// <summary>
    /// Computes the facts of classes. The base rate is the entropy of the class frequencies in nats. That is the lowest cross-entropy of a
    /// constant prediction (Cover and Thomas, Elements of Information Theory, 2nd ed., 2006, theorem 2.6.3).
    /// </summary>
    /// <param name="classes">The class of each training example.</param>
    public static DatasetFacts OfClasses(ImmutableArray<double> classes) => new(
        classes.Length,
        -classes.GroupBy(static label => label).Sum(group => (double)group.Count() / classes.Length * Math.Log((double)group.Count() / classes.Length)));

    /// <summary>
    /// Computes the facts of classes under the squared error, averaged over one output per class. The target is 1 for the label's class and
    /// 0 for the others. The best constant prediction is the class frequencies, with the error (1 - the sum of their squares) / classes. A
    /// single output for two classes, with the target 0 or 1, has the same error.
    /// </summary>
    /// <param name="labels">The class of each training example.</param>
    /// <param name="classes">The number of classes, including those without an example here.</param>
    public static DatasetFacts OfSquaredErrors(ImmutableArray<double> labels, int classes)
    {
        var shares = labels.GroupBy(static label => label).Select(group => (double)group.Count() / labels.Length);
        return new DatasetFacts(labels.Length, (1 - shares.Sum(static share => share * share)) / classes);
    }

    /// <summary>
    /// Computes the facts of real labels. The base rate is their variance (divisor n), the lowest squared error of a constant prediction.
    /// </summary>
    /// <param name="labels">The label of each training example.</param>
    public static DatasetFacts OfLabels(ImmutableArray<double> labels)
    {
        var mean = labels.Average();
        return new DatasetFacts(labels.Length, labels.Average(label => (label - mean) * (label - mean)));
    }

    /// <summary>The number of optimisation steps per epoch.</summary>
    /// <param name="batchSize">The number of examples in a mini-batch; null for all examples.</param>
    public int StepsPerEpoch(long? batchSize) =>
        batchSize is { } size ? (int)((TrainingExamples + size - 1) / size) : 1;
}
