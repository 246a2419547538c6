using NNOptim.Experiments;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>
/// Chooses the test examples. Every choice is that of a function of scikit-learn with the same seed, example for example.
/// <list type="table">
/// <item><term>random</term><description><c>train_test_split(test_size=fraction, random_state=seed)</c></description></item>
/// <item><term>stratified</term><description>the same with <c>stratify=labels</c></description></item>
/// <item><term>grouped</term><description><c>GroupShuffleSplit(1, test_size=fraction, random_state=seed)</c></description></item>
/// <item><term>ordered</term><description>the last ceil(fraction * n) examples in the order of time</description></item>
/// <item><term>folds</term><description><c>KFold</c>, <c>StratifiedKFold</c>, <c>GroupKFold</c> or <c>TimeSeriesSplit</c></description></item>
/// </list>
/// </summary>
internal static class ExampleSplit
{
    /// <summary>Chooses the examples of both parts. Without a fraction and without folds, all are for training and keep their order.</summary>
    /// <param name="specification">How to choose: the split, its seed, its fraction or its folds.</param>
    /// <param name="labels">The label of each example.</param>
    /// <param name="classes">The number of classes; 0 for regression.</param>
    /// <param name="groups">The group of each example; null when there are no groups. scikit-learn numbers groups in sorted order.</param>
    /// <param name="order">The rank of each example in time; equal ranks keep the order of the examples. Null when they are in order.</param>
    /// <exception cref="DatasetException">A part would be empty, or the properties contradict each other.</exception>
    public static ExampleParts Choose(
        DatasetSpecification specification, ReadOnlySpan<double> labels, int classes, int[]? groups = null, int[]? order = null)
    {
        SplitRules.Check(specification, classes, labels.Length, groups is not null);
        if (specification.Folds == 0 && specification.TestFraction == 0)
        {
            return new ExampleParts([.. Enumerable.Range(0, labels.Length)], []);
        }

        var parts = specification.Folds > 0
            ? Folds.Choose(specification, labels, classes, groups, order)
            : Fraction(specification, labels, classes, groups, order);
        return parts with { Notes = [.. parts.Notes, .. SplitNotes.ClassesWithoutTraining(specification, labels, classes, parts)] };
    }

    /// <summary>The numbers of the examples in the order of time.</summary>
    internal static int[] InOrder(int examples, int[]? order)
    {
        var sorted = Enumerable.Range(0, examples);
        return order is null ? [.. sorted] : [.. sorted.OrderBy(example => order[example])];
    }

    private static ExampleParts Fraction(
        DatasetSpecification specification, ReadOnlySpan<double> labels, int classes, int[]? groups, int[]? order)
    {
        var (fraction, random) = (specification.TestFraction, new RandomState(specification.SplitSeed));
        if (groups is not null)
        {
            return GroupedSplit.Choose(fraction, groups, random);
        }

        if (specification.Stratify)
        {
            return StratifiedSplit.Choose(specification, labels, classes, random);
        }

        var held = SplitRules.Held(fraction, labels.Length);
        if (specification.Split == SplitKind.Ordered)
        {
            var sorted = InOrder(labels.Length, order);
            return new ExampleParts(sorted[..^held], sorted[^held..]);
        }

        var permutation = new int[labels.Length];
        random.Permutation(permutation);
        return new ExampleParts(permutation[held..], permutation[..held]);
    }
}
