using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks that the keys of the data fit each other, before any file is read.</summary>
internal static class DatasetChecks
{
    /// <summary>The data; null, with the errors reported, when two keys contradict each other.</summary>
    public static DatasetSpecification? Check(DatasetSpecification? dataset, SpecificationBuilder values, DiagnosticCollector diagnostics)
    {
        if (dataset is null)
        {
            return null;
        }

        var valid = true;
        var table = dataset.Table;
        Require(!dataset.Stratify || dataset.Task == LearningTask.Classification, DatasetKeys.Stratify, "a regression has no classes to keep the shares of; give false");
        Require(!dataset.Stratify || dataset.Split == SplitKind.Random, DatasetKeys.Stratify, "an ordered split cannot keep the classes' shares; give false");
        Require(!dataset.Stratify || table.Group is null, DatasetKeys.Stratify, "a split by groups cannot keep the classes' shares; give false");
        Require(table.OrderBy is null || dataset.Split == SplitKind.Ordered, DatasetKeys.OrderBy, "only split: ordered uses an order; give split: ordered");
        Require(table.Group is null || dataset.Split == SplitKind.Random, DatasetKeys.Group, "an ordered split cannot keep groups together; remove one of the two");
        Require(table.Fills.Count == 0 || table.Missing is not (MissingValues.Error or MissingValues.Drop), DatasetKeys.Fill, "give missing: mean, median or most_frequent with it");
        Require(!dataset.StandardizeLabel || dataset.Task == LearningTask.Regression, DatasetKeys.StandardizeLabel, "classes are no numbers; give task: regression or false");
        Require(!table.FileBytes.Any(bytes => bytes <= 0), DatasetKeys.FileBytes, "give whole numbers above 0");
        return valid ? dataset : null;

        void Require(bool condition, string key, string reason)
        {
            if (!condition && values.One(key) is { } value)
            {
                valid = false;
                diagnostics.Add(value.At, key, value.Value.ToString(), $"{value.Value} is not allowed; {reason}");
            }
        }
    }
}
