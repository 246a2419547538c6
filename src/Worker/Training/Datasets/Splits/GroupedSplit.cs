using NNOptim.Training.Randomness;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>The split of scikit-learn's <c>GroupShuffleSplit</c>: a group is on one side alone, and the fraction counts groups.</summary>
internal static class GroupedSplit
{
    /// <summary>Chooses the examples of both parts; each part is in the order of the examples.</summary>
    public static ExampleParts Choose(double fraction, int[] groups, RandomState random)
    {
        var (numbered, count) = Numbered(groups);
        var held = (int)Math.Ceiling(fraction * count);
        if (held >= count)
        {
            throw new DatasetException(count == 1
                ? "dataset.group: all examples are in one group, so none would be left to train on; give a column with two or more values."
                : $"dataset.test_fraction: {fraction} of {count} groups leaves none to train on; it must be in [0, 1) and leave at least one.");
        }

        var permutation = new int[count];
        random.Permutation(permutation);
        var isTest = new bool[count];
        foreach (var group in permutation.AsSpan(0, held))
        {
            isTest[group] = true;
        }

        return Folds.Parts(groups.Length, example => isTest[numbered[example]]);
    }

    /// <summary>The groups numbered 0, 1, 2, ... in sorted order, and how many there are.</summary>
    internal static (int[] Numbered, int Count) Numbered(int[] groups)
    {
        var numbers = groups.Distinct().Order().Select((group, number) => (group, number)).ToDictionary(pair => pair.group, pair => pair.number);
        return ([.. groups.Select(group => numbers[group])], numbers.Count);
    }
}
