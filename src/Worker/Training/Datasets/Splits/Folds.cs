using NNOptim.Experiments;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>
/// Cross-validation: the examples of one fold are the test data. Each fold is that of scikit-learn's <c>KFold(shuffle=True)</c>,
/// <c>StratifiedKFold(shuffle=True)</c>, <c>GroupKFold()</c> or <c>TimeSeriesSplit()</c>. The last two are not random.
/// </summary>
internal static class Folds
{
    /// <summary>Chooses the examples of both parts; each part is in the order of the examples, or of time.</summary>
    public static ExampleParts Choose(
        DatasetSpecification specification, ReadOnlySpan<double> labels, int classes, int[]? groups, int[]? order)
    {
        var (folds, fold, random) = (specification.Folds, specification.Fold - 1, new RandomState(specification.SplitSeed));
        if (groups is not null)
        {
            var foldOf = Grouped(groups, folds);
            return Parts(groups.Length, example => foldOf[example] == fold);
        }

        if (specification.Split == SplitKind.Ordered)
        {
            return Ordered(ExampleSplit.InOrder(labels.Length, order), folds, fold);
        }

        Require(labels.Length >= folds, folds, "examples", labels.Length);
        if (!specification.Stratify)
        {
            var foldOf = Shuffled(labels.Length, folds, random);
            return Parts(labels.Length, example => foldOf[example] == fold);
        }

        var members = StratifiedSplit.Members(labels, classes);
        Require(members.Any(examples => examples.Length >= folds), folds, "examples of one class at least", members.Max(examples => examples.Length));
        var ofExamples = Stratified(members, labels.Length, folds, random);
        return Parts(labels.Length, example => ofExamples[example] == fold) with { Notes = SplitNotes.SmallClasses(specification, members) };
    }

    /// <summary>The parts of a choice of test examples, in the order of the examples.</summary>
    internal static ExampleParts Parts(int examples, Func<int, bool> isTest)
    {
        var parts = Enumerable.Range(0, examples).ToLookup(isTest);
        return new ExampleParts([.. parts[false]], [.. parts[true]]);
    }

    /// <summary>The first examples % folds folds have one example more than the others.</summary>
    private static int[] Shuffled(int examples, int folds, RandomState random)
    {
        var permutation = new int[examples];
        random.Permutation(permutation);
        var (size, larger) = (examples / folds, examples % folds);
        var foldOf = new int[examples];
        for (var place = 0; place < examples; place++)
        {
            var inLarger = place < larger * (size + 1);
            foldOf[permutation[place]] = inLarger ? place / (size + 1) : larger + (place - larger * (size + 1)) / size;
        }

        return foldOf;
    }

    /// <summary>
    /// Deals the examples, sorted by class, to the folds in turn. This decides how many of each class a fold has; chance decides which.
    /// </summary>
    private static int[] Stratified(int[][] members, int examples, int folds, RandomState random)
    {
        var (foldOf, dealt) = (new int[examples], 0);
        foreach (var ofClass in members.Where(ofClass => ofClass.Length > 0).OrderBy(ofClass => ofClass[0]))
        {
            var start = dealt;
            var own = Enumerable.Range(0, ofClass.Length).Select(place => (start + place) % folds).Order().ToArray();
            random.Shuffle(own);
            for (var place = 0; place < ofClass.Length; place++)
            {
                foldOf[ofClass[place]] = own[place];
            }

            dealt += ofClass.Length;
        }

        return foldOf;
    }

    /// <summary>
    /// The largest group goes to the smallest fold, and so on. Among groups of one size, the last comes first. scikit-learn sorts with an
    /// unstable sort, so it may choose otherwise among groups of one size when there are more than 16 groups.
    /// </summary>
    private static int[] Grouped(int[] groups, int folds)
    {
        var (numbered, count) = GroupedSplit.Numbered(groups);
        Require(count >= folds, folds, "groups", count);
        var sizes = new int[count];
        foreach (var group in numbered)
        {
            sizes[group]++;
        }

        var foldOf = new int[count];
        var smallest = new PriorityQueue<int, (int Examples, int Fold)>(Enumerable.Range(0, folds).Select(fold => (fold, (0, fold))));
        foreach (var group in Enumerable.Range(0, count).OrderByDescending(group => sizes[group]).ThenByDescending(group => group))
        {
            smallest.TryDequeue(out var fold, out var filled);
            foldOf[group] = fold;
            smallest.Enqueue(fold, (filled.Examples + sizes[group], fold));
        }

        return [.. numbered.Select(group => foldOf[group])];
    }

    /// <summary>A fold is one of the last blocks of equal size; all examples before it are for training.</summary>
    private static ExampleParts Ordered(int[] sorted, int folds, int fold)
    {
        Require(sorted.Length > folds, folds, "examples, one more than folds,", sorted.Length, needed: folds + 1);
        var size = sorted.Length / (folds + 1);
        var start = sorted.Length - (folds - fold) * size;
        return new ExampleParts(sorted[..start], sorted[start..(start + size)]);
    }

    private static void Require(bool holds, int folds, string what, int found, int? needed = null)
    {
        if (!holds)
        {
            throw new DatasetException($"dataset.folds: {folds} folds need at least {needed ?? folds} {what}, and there are {found}; give fewer folds.");
        }
    }
}
