using System.Globalization;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks that the keys of the split fit each other and the data.</summary>
internal sealed class SplitChecks(SpecificationBuilder values, DiagnosticCollector diagnostics)
{
    /// <summary>Checks the folds and the seeds of the splits.</summary>
    public void Check(DatasetSpecification dataset)
    {
        if (dataset is { Folds: > 0, TestFraction: > 0 })
        {
            Add(values.One(DatasetKeys.Folds)!, $"{dataset.Folds} folds do not go together with {DatasetKeys.TestFraction}; give one of them");
        }

        foreach (var fold in values.Many(DatasetSplits.Fold))
        {
            Fold(fold, dataset.Folds);
        }

        var seeds = values.Many(DatasetSplits.Seed);
        if (seeds.Length > 1 && WithoutEffect(dataset) is { } reason)
        {
            Add(seeds[1], $"several seeds of the split give equal runs, because {reason}; give one");
        }
    }

    /// <summary>
    /// The smallest number of training examples; null when groups decide it, and when there would be none, which is reported.
    /// </summary>
    public int? TrainingExamples(DatasetSpecification dataset, int examples)
    {
        if (dataset is { HasTestData: true, Table.Group: not null })
        {
            return null;
        }

        var isOrdered = dataset.Split == SplitKind.Ordered;
        var training = (dataset.Folds, isOrdered) switch
        {
            (0, _) => examples - (int)Math.Ceiling(dataset.TestFraction * examples),
            (var folds, false) when folds <= examples => examples - (examples + folds - 1) / folds,
            (var folds, true) when folds < examples => examples - folds * (examples / (folds + 1)),
            _ => 0,
        };
        if (training >= 1)
        {
            return training;
        }

        if (dataset.Folds > 0)
        {
            Add(values.One(DatasetKeys.Folds)!, $"{dataset.Folds} folds need at least {dataset.Folds + (isOrdered ? 1 : 0)} examples, and there are {examples}; give fewer folds");
        }
        else
        {
            var fraction = values.One(DatasetKeys.TestFraction)!;
            Add(fraction, $"{fraction.Value} of {examples} examples leaves no training data; give a smaller fraction");
        }

        return null;
    }

    /// <summary>Why the seed of the split changes nothing; null when it does.</summary>
    private static string? WithoutEffect(DatasetSpecification dataset) =>
        !dataset.HasTestData ? $"neither {DatasetKeys.TestFraction} nor {DatasetKeys.Folds} holds examples out"
        : dataset.Split == SplitKind.Ordered ? "the split follows the order of the examples"
        : dataset is { Folds: > 0, Table.Group: not null } ? "the folds of groups are not random"
        : null;

    private void Fold(GivenValue fold, int folds)
    {
        if (folds == 0)
        {
            Add(fold, $"there are no folds; give {DatasetKeys.Folds} too");
        }
        else if (fold.Value is ParameterValue.Integer { Value: var number } && number > folds)
        {
            Add(fold, $"{number} is not a fold; give whole numbers from 1 to {folds}");
        }
    }

    private void Add(GivenValue at, FormattableString message) =>
        diagnostics.Add(at.At, at.Path, at.Value.ToString(), message.ToString(CultureInfo.InvariantCulture));
}
