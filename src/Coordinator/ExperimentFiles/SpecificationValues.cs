using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.ExperimentFiles;

/// <summary>Reads the values of single-value keys from a specification.</summary>
internal static class SpecificationValues
{
    /// <summary>The value of a key that sets no parameter; null when the file omits the key.</summary>
    public static ParameterValue? ValueOf(ExperimentSpecification specification, FileKey key)
    {
        var dataset = specification.Dataset;
        return key.Path switch
        {
            "name" => Name(specification.Name),
            "trainable" => specification.Trainable.Name == NetworkTrainable.Name ? null : Name(specification.Trainable.Name),
            "description" => specification.Description.Length == 0 ? null : Name(specification.Description),
            "dataset.kind" => Name(Choices.DatasetKinds.NameOf(dataset.Kind)),
            "dataset.examples" => Whole(dataset.Examples),
            "dataset.noise" => Real(dataset.Noise),
            "dataset.factor" => Real(dataset.Factor),
            "dataset.centers" => Whole(dataset.Centers),
            "dataset.cluster_std" => Real(dataset.ClusterStandardDeviation),
            "dataset.seed" => Whole(dataset.Seed),
            "dataset.path" => Name(dataset.Path),
            "dataset.labels_path" => Name(dataset.LabelsPath),
            "dataset.task" => Name(Choices.Tasks.NameOf(dataset.Task)),
            "dataset.sha256" => Name(dataset.Sha256),
            DatasetKeys.Features when dataset.Kind == DatasetKind.Blobs => Whole(dataset.Features),
            DatasetKeys.Standardize => dataset.Standardize == StandardizedFeatures.Listed
                ? new ParameterValue.Texts(dataset.StandardizedColumns)
                : Name(Choices.Standardized.NameOf(dataset.Standardize)),
            DatasetKeys.StandardizeLabel => Flag(dataset.StandardizeLabel),
            DatasetKeys.Split => Name(Choices.Splits.NameOf(dataset.Split)),
            DatasetKeys.Stratify => Flag(dataset.Stratify),
            DatasetKeys.TestFraction => Real(dataset.TestFraction),
            DatasetKeys.Folds => Whole(dataset.Folds > 0 ? dataset.Folds : null),
            DatasetKeys.SplitSeed => Whole(dataset.SplitSeed),
            ChoiceKeys.Metric => Name(specification.Objective),
            ChoiceKeys.Summary => null, // The metric stands for its series and its summary.
            ChoiceKeys.Compare => Name(specification.Compare),
            ChoiceKeys.Finalists => Whole(specification.Confirmation?.Finalists),
            ChoiceKeys.Per => specification.Confirmation is { } confirmation ? Name(confirmation.Per ?? ConfirmationSpecification.NoParameter) : null,
            ChoiceKeys.Seeds => Whole(specification.Confirmation?.Seeds),
            _ when DatasetKeys.IsOfTable(key.Path) => TableValues.ValueOf(dataset.Table, key.Path),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key.Path, "No value of a specification belongs to this key."),
        };
    }

    private static ParameterValue.Name? Name(string? text) => text is null ? null : new ParameterValue.Name(text);

    private static ParameterValue.Name Flag(bool value) => new(value ? "true" : "false");

    private static ParameterValue.Integer? Whole(long? number) => number is { } value ? new ParameterValue.Integer(value) : null;

    private static ParameterValue.Number Real(double number) => new(number);
}
