using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Finds in a specification what the keys of a single value stand for.</summary>
internal static class SpecificationValues
{
    /// <summary>The value of a key that is no hyperparameter; null when there is none to write.</summary>
    public static HyperparameterValue? Of(ExperimentSpecification specification, FileKey key)
    {
        var dataset = specification.Dataset;
        return key.Path switch
        {
            "name" => Name(specification.Name),
            "description" => specification.Description.Length == 0 ? null : Name(specification.Description),
            "dataset.kind" => Name(Choices.DatasetKinds.NameOf(dataset.Kind)),
            "dataset.examples" => Whole(dataset.Examples),
            "dataset.noise" => Real(dataset.Noise),
            "dataset.factor" => Real(dataset.Factor),
            "dataset.centers" => Whole(dataset.Centers),
            "dataset.features" => Whole(dataset.Features),
            "dataset.cluster_std" => Real(dataset.ClusterStandardDeviation),
            "dataset.seed" => Whole(dataset.Seed),
            "dataset.path" => Name(dataset.Path),
            "dataset.labels_path" => Name(dataset.LabelsPath),
            "dataset.label_column" => Name(dataset.LabelColumn),
            "dataset.task" => Name(Choices.Tasks.NameOf(dataset.Task)),
            "dataset.sha256" => Name(dataset.Sha256),
            "dataset.standardize" => Name(dataset.Standardize ? "true" : "false"),
            "dataset.test_fraction" => Real(dataset.TestFraction),
            "dataset.split_seed" => Whole(dataset.SplitSeed),
            "network.loss" => Name(Choices.Losses.NameOf(specification.Loss)),
            "training.record_every" => Whole(specification.RecordEvery),
            "training.target_cost" => specification.TargetCost is { } cost ? Real(cost) : null,
            "training.shuffle_seed" => specification.ShuffleSeed is { } seed ? Whole(seed) : null,
            "training.precision" => Name(Choices.Precisions.NameOf(specification.Precision)),
            "training.delay" => specification.Delay > 0 ? Real(specification.Delay) : null,
            _ => throw new ArgumentOutOfRangeException(nameof(key), key.Path, "This key has no place in a specification."),
        };
    }

    private static HyperparameterValue.Name? Name(string? text) => text is null ? null : new HyperparameterValue.Name(text);

    private static HyperparameterValue.Integer Whole(long number) => new(number);

    private static HyperparameterValue.Number Real(double number) => new(number);
}
