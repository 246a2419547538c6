using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Splits;

/// <summary>What the properties of a split may be.</summary>
internal static class SplitRules
{
    /// <summary>Checks the properties before any example is chosen.</summary>
    /// <exception cref="DatasetException">A check fails.</exception>
    public static void Check(DatasetSpecification specification, int classes, int examples, bool hasGroups)
    {
        var errors = new ErrorList();
        if (examples == 0)
        {
            errors.Add("dataset: there is no example; give at least one.");
        }

        if (specification.Folds > 0)
        {
            CheckFolds(specification, errors);
        }
        else if (!(specification.TestFraction is >= 0 and < 1))
        {
            errors.Add($"dataset.test_fraction: {specification.TestFraction} is not a fraction; it must be in [0, 1).");
        }

        if (specification.Stratify && classes == 0)
        {
            errors.Add("dataset.stratify: true needs classes; give false for regression.");
        }

        if (specification.Stratify && hasGroups)
        {
            errors.Add("dataset.stratify: true does not go together with dataset.group; give one of them.");
        }

        if (specification.Split == SplitKind.Ordered && (specification.Stratify || hasGroups))
        {
            errors.Add($"dataset.split: ordered does not go together with dataset.{(hasGroups ? "group" : "stratify")}; give one of them.");
        }

        errors.ThrowIfAny();
    }

    /// <summary>The number of examples that a fraction holds out.</summary>
    /// <exception cref="DatasetException">None is left for training.</exception>
    public static int Held(double fraction, int examples)
    {
        var held = (int)Math.Ceiling(fraction * examples);
        return held < examples
            ? held
            : throw new DatasetException(
                $"dataset.test_fraction: {fraction} of {examples} examples leaves none to train on; it must be in [0, 1) and leave at least one.");
    }

    private static void CheckFolds(DatasetSpecification specification, ErrorList errors)
    {
        if (specification.TestFraction != 0)
        {
            errors.Add($"dataset.test_fraction: {specification.TestFraction} does not go together with dataset.folds; give one of them.");
        }

        if (specification.Folds < 2)
        {
            errors.Add($"dataset.folds: {specification.Folds} is too few; give 2 or more.");
        }
        else if (specification.Fold < 1 || specification.Fold > specification.Folds)
        {
            errors.Add($"grid.fold: {specification.Fold} is not a fold; give a whole number from 1 to {specification.Folds}.");
        }
    }
}
