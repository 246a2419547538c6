using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>What is worth knowing about a split, as sentences.</summary>
internal static class SplitNotes
{
    private const int MostNames = 5;

    /// <summary>The classes that no training example has.</summary>
    public static ImmutableArray<string> ClassesWithoutTraining(
        DatasetSpecification specification, ReadOnlySpan<double> labels, int classes, ExampleParts parts)
    {
        var (inTrain, inTest) = (new bool[classes], new bool[classes]);
        if (classes == 0)
        {
            return [];
        }

        Mark(labels, parts.Train, inTrain);
        Mark(labels, parts.Test, inTest);
        var missing = Enumerable.Range(0, classes).Where(label => inTest[label] && !inTrain[label]).ToArray();
        return missing.Length == 0
            ? []
            : [$"{Classes(specification, missing)} {(missing.Length == 1 ? "occurs" : "occur")} in the test examples{Where(specification)} alone, so the training cannot learn {(missing.Length == 1 ? "it" : "them")}."];
    }

    /// <summary>The classes of one example each, in a stratified split.</summary>
    public static ImmutableArray<string> SingleExamples(DatasetSpecification specification, ReadOnlySpan<double> labels, int[] single)
    {
        var classes = new int[single.Length];
        for (var i = 0; i < single.Length; i++)
        {
            classes[i] = (int)labels[single[i]];
        }

        Array.Sort(classes);
        return single.Length == 0
            ? []
            : [$"{Classes(specification, classes)} {(single.Length == 1 ? "has" : "have")} one example{(single.Length == 1 ? "" : " each")}, which is for training, so the test examples do not show how well {(single.Length == 1 ? "it is" : "they are")} learnt."];
    }

    /// <summary>The classes with fewer examples than there are folds.</summary>
    public static ImmutableArray<string> SmallClasses(DatasetSpecification specification, int[][] members)
    {
        var small = Enumerable.Range(0, members.Length).Where(label => members[label].Length > 0 && members[label].Length < specification.Folds).ToArray();
        return small.Length == 0
            ? []
            : [$"{Classes(specification, small)} {(small.Length == 1 ? "has" : "have")} fewer examples than the {specification.Folds} folds, so some folds have none of {(small.Length == 1 ? "it" : "them")}."];
    }

    private static string Where(DatasetSpecification specification) => specification.Folds > 0
        ? $" of fold {specification.Fold} of {specification.Folds}"
        : "";

    private static void Mark(ReadOnlySpan<double> labels, int[] examples, bool[] marks)
    {
        foreach (var example in examples)
        {
            marks[(int)labels[example]] = true;
        }
    }

    private static string Classes(DatasetSpecification specification, int[] classes)
    {
        var names = classes.Take(MostNames).Select(Name).ToArray();
        var rest = classes.Length - names.Length;
        return classes.Length switch
        {
            1 => $"Class {names[0]}",
            _ when rest > 0 => $"{classes.Length} classes ({string.Join(", ", names)}, ...)",
            _ => $"The classes {string.Join(", ", names[..^1])} and {names[^1]}",
        };

        string Name(int label) => label < specification.Table.Classes.Count
            ? specification.Table.Classes[label]
            : label.ToString(CultureInfo.InvariantCulture);
    }
}
