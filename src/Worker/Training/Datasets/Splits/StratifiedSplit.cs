using NNOptim.Experiments;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>
/// The split of scikit-learn's <c>train_test_split(stratify=labels)</c>, in which each class has its share of both parts. scikit-learn refuses
/// two cases. Here, an example that is the only one of its class is for training, and the fraction counts the others. Where a part has
/// fewer examples than there are classes, the classes with the largest remainders have one.
/// </summary>
internal static class StratifiedSplit
{
    /// <summary>Chooses the examples of both parts.</summary>
    public static ExampleParts Choose(DatasetSpecification specification, ReadOnlySpan<double> labels, int classes, RandomState random)
    {
        var members = Members(labels, classes);
        var several = members.Where(examples => examples.Length > 1).ToArray();
        var single = members.Where(examples => examples.Length == 1).Select(examples => examples[0]).Order().ToArray();
        if (several.Length == 0)
        {
            throw new DatasetException(
                "dataset.stratify: true leaves no example to test on, because each class has one example; give false, or classes with more examples.");
        }

        var counts = several.Select(examples => examples.Length).ToArray();
        var others = counts.Sum();
        var held = single.Length == 0 ? SplitRules.Held(specification.TestFraction, others) : (int)Math.Ceiling(specification.TestFraction * others);
        var trainCounts = Shares(counts, others - held, random);
        var testCounts = Shares([.. counts.Zip(trainCounts, (all, train) => all - train)], held, random);
        var (train, test) = Draw(several, trainCounts, testCounts, random);
        return new ExampleParts([.. train, .. single], test) { Notes = SplitNotes.SingleExamples(specification, labels, single) };
    }

    /// <summary>The examples of each class in their order.</summary>
    internal static int[][] Members(ReadOnlySpan<double> labels, int classes)
    {
        var members = new List<int>[classes];
        for (var i = 0; i < classes; i++)
        {
            members[i] = [];
        }

        for (var example = 0; example < labels.Length; example++)
        {
            members[(int)labels[example]].Add(example);
        }

        return [.. members.Select(examples => examples.ToArray())];
    }

    /// <summary>
    /// How many of each class are drawn: scikit-learn's <c>_approximate_mode</c>. Each class has its share, rounded down. The rest goes to
    /// the largest remainders, and chance decides between equal ones.
    /// </summary>
    private static int[] Shares(int[] counts, int draws, RandomState random)
    {
        var total = (double)counts.Sum();
        var exact = counts.Select(count => count / total * draws).ToArray();
        var shares = exact.Select(share => (int)Math.Floor(share)).ToArray();
        var missing = draws - shares.Sum();
        var byRemainder = Enumerable.Range(0, counts.Length).GroupBy(i => exact[i] - Math.Floor(exact[i])).OrderByDescending(tied => tied.Key);
        foreach (var tied in byRemainder.TakeWhile(_ => missing > 0))
        {
            var places = tied.ToArray();
            var permutation = new int[places.Length];
            random.Permutation(permutation);
            var added = Math.Min(places.Length, missing);
            foreach (var place in permutation.AsSpan(0, added))
            {
                shares[places[place]]++;
            }

            missing -= added;
        }

        return shares;
    }

    private static (int[] Train, int[] Test) Draw(int[][] members, int[] trainCounts, int[] testCounts, RandomState random)
    {
        var (train, test) = (new List<int>(trainCounts.Sum()), new List<int>(testCounts.Sum()));
        for (var i = 0; i < members.Length; i++)
        {
            var permutation = new int[members[i].Length];
            random.Permutation(permutation);
            var drawn = permutation.Select(place => members[i][place]).ToArray();
            train.AddRange(drawn.AsSpan(0, trainCounts[i]));
            test.AddRange(drawn.AsSpan(trainCounts[i], testCounts[i]));
        }

        var parts = (Train: train.ToArray(), Test: test.ToArray());
        random.Shuffle(parts.Train);
        random.Shuffle(parts.Test);
        return parts;
    }
}
