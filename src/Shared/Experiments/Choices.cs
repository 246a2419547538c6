namespace NNOptim.Experiments;

/// <summary>The names of dataset choices in experiment files, tables and reports.</summary>
public static class Choices
{
    /// <summary>Kinds of data.</summary>
    public static ChoiceNames<DatasetKind> DatasetKinds { get; } = ChoiceNames.FromMembers<DatasetKind>();

    /// <summary>Learning tasks.</summary>
    public static ChoiceNames<LearningTask> Tasks { get; } = ChoiceNames.FromMembers<LearningTask>();

    /// <summary>What happens to missing values.</summary>
    public static ChoiceNames<MissingValues> MissingValues { get; } = ChoiceNames.FromMembers<MissingValues>();

    /// <summary>Ways to choose test examples.</summary>
    public static ChoiceNames<SplitKind> Splits { get; } = ChoiceNames.FromMembers<SplitKind>();

    /// <summary>Which features are standardised.</summary>
    public static ChoiceNames<StandardizedFeatures> Standardized { get; } = ChoiceNames.FromMembers<StandardizedFeatures>();
}
