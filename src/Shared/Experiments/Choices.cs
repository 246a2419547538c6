namespace NNOptim.Experiments;

/// <summary>The names of dataset choices in experiment files, tables and reports.</summary>
public static class Choices
{
    /// <summary>Kinds of data.</summary>
    public static ChoiceNames<DatasetKind> DatasetKinds { get; } = ChoiceNames.FromMembers<DatasetKind>();

    /// <summary>Learning tasks.</summary>
    public static ChoiceNames<LearningTask> Tasks { get; } = ChoiceNames.FromMembers<LearningTask>();
}
