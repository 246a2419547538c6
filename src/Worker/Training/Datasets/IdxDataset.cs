using System.Runtime.InteropServices;
using NNOptim.Experiments;
using NNOptim.Training.Datasets.Tables;

namespace NNOptim.Training.Datasets;

/// <summary>Reads a pair of IDX files: inputs [example, ...] and labels [example]. Does not change values; pixels are 0 to 255.</summary>
internal static class IdxDataset
{
    /// <summary>Reads both files.</summary>
    /// <exception cref="DatasetException">The files cannot be read, have changed, or do not match.</exception>
    public static (Dataset Data, ValueList<string> Classes, string Sha256) Load(DatasetSpecification specification)
    {
        var inputBytes = DatasetFile.Read("dataset.path", specification.Path);
        var labelBytes = DatasetFile.Read("dataset.labels_path", specification.LabelsPath);
        var sha256 = DatasetFile.Sha256(inputBytes, labelBytes);
        DatasetFile.RequireSha256(specification.Sha256, specification.Path!, sha256);
        var inputs = IdxFile.Parse(specification.Path!, inputBytes);
        var labels = IdxFile.Parse(specification.LabelsPath!, labelBytes);
        Check(specification, inputs, labels);
        var features = inputs.Elements.Length / inputs.Dimensions[0];
        var plan = PlanOf(specification, labels);
        var data = new Dataset
        {
            Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs.Elements),
            Labels = ImmutableCollectionsMarshal.AsImmutableArray(plan.Labels),
            FeatureNames = [.. Enumerable.Range(0, features).Select(feature => Name(feature, inputs.Dimensions))],
            Task = LearningTask.Classification,
            Classes = plan.Classes.Length,
        };
        return (data, [.. plan.Classes], sha256);
    }

    private static LabelPlan PlanOf(DatasetSpecification specification, IdxFile labels)
    {
        var errors = new ErrorList();
        var column = new TableColumn { Name = specification.LabelsPath!, Number = 1, Numbers = labels.Elements };
        var plan = LabelPlan.Create(LearningTask.Classification, column, specification.Table.Classes, errors);
        errors.ThrowIfAny();
        return plan!;
    }

    private static void Check(DatasetSpecification specification, IdxFile inputs, IdxFile labels)
    {
        var errors = new ErrorList();
        if (labels.Dimensions.Length != 1)
        {
            errors.Add($"{specification.LabelsPath}: the labels have {labels.Dimensions.Length} dimensions; they must have one.");
        }

        if (labels.Dimensions[0] != inputs.Dimensions[0])
        {
            errors.Add($"{specification.LabelsPath}: the number of labels is {labels.Dimensions[0]}, but that of examples in {specification.Path} is {inputs.Dimensions[0]}; each needs one.");
        }

        if (inputs.Dimensions[0] < 2)
        {
            errors.Add($"{specification.Path}: the number of examples is {inputs.Dimensions[0]}; at least 2 are needed.");
        }

        for (var i = 0; i < inputs.Elements.Length; i++)
        {
            if (!double.IsFinite(inputs.Elements[i]))
            {
                errors.Add($"{specification.Path}: element {i + 1}: {inputs.Elements[i]} is not a finite number.");
            }
        }

        for (var i = 0; i < labels.Elements.Length; i++)
        {
            if (!double.IsFinite(labels.Elements[i]) || labels.Elements[i] != Math.Floor(labels.Elements[i]))
            {
                errors.Add($"{specification.LabelsPath}: element {i + 1}: {labels.Elements[i]} is not a class; classes are whole numbers.");
            }
        }

        errors.ThrowIfAny();
    }

    private static string Name(int feature, int[] dimensions)
    {
        var indices = new List<int>();
        for (var i = dimensions.Length - 1; i > 0; i--)
        {
            indices.Insert(0, feature % dimensions[i]);
            feature /= dimensions[i];
        }

        return $"x_{string.Join("_", indices)}".TrimEnd('_');
    }
}
