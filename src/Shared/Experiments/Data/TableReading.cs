namespace NNOptim.Experiments;

/// <summary>What happens to examples with missing values.</summary>
public enum MissingValues
{
    /// <summary>They are an error.</summary>
    Error,

    /// <summary>Such examples are left out.</summary>
    Drop,

    /// <summary>A missing number becomes the mean of its column in the training examples, a missing category the most frequent one.</summary>
    Mean,

    /// <summary>A missing number becomes the median of its column in the training examples, a missing category the most frequent one.</summary>
    Median,

    /// <summary>A missing value becomes the most frequent value of its column in the training examples; among several, the smallest.</summary>
    MostFrequent,
}

/// <summary>A column with the values that it may have, in order.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Levels">The values; empty when they are those in the file, sorted.</param>
public sealed record ColumnLevels(string Column, ValueList<string> Levels);

/// <summary>What replaces the missing values of a column.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">A number in invariant notation, or one of the column's levels.</param>
public sealed record ColumnFill(string Column, string Value);

/// <summary>
/// How a table becomes examples: the format of its text, its columns, and the meaning of their values. Columns are named by their header,
/// or by their number from 1. A resolved reading has no open choice, so that an experiment means the same next year.
/// </summary>
public sealed record TableReading
{
    /// <summary>The values that mean "missing" unless a file says otherwise.</summary>
    public static ValueList<string> UsualMissingValues { get; } = ["", "?", "NA", "N/A", "NaN", "nan", "NULL", "null"];

    /// <summary>The format of text files.</summary>
    public TextFormat Format { get; init; } = new();

    /// <summary>The column of the label; the last column when null.</summary>
    public string? Label { get; init; }

    /// <summary>The columns that are features, in order; all others than label, group, order and excluded ones when null.</summary>
    public ValueList<string>? Features { get; init; }

    /// <summary>The columns that are not used.</summary>
    public ValueList<string> Exclude { get; init; } = [];

    /// <summary>What happens to examples with missing values.</summary>
    public MissingValues Missing { get; init; } = MissingValues.Error;

    /// <summary>The values that mean "missing".</summary>
    public ValueList<string> MissingTexts { get; init; } = UsualMissingValues;

    /// <summary>
    /// The features that become one input for each level, 1 where the example has that level and 0 elsewhere. When null, every feature with
    /// text.
    /// </summary>
    public ValueList<ColumnLevels>? Categorical { get; init; }

    /// <summary>The features whose levels become the numbers 0, 1, 2, ...</summary>
    public ValueList<ColumnLevels> Ordinal { get; init; } = [];

    /// <summary>The labels of the classes 0, 1, 2, ...; empty when they are those in the file, sorted.</summary>
    public ValueList<string> Classes { get; init; } = [];

    /// <summary>
    /// What replaces missing values. Empty when it is computed from the training examples, which differ from run to run when the split is a
    /// parameter.
    /// </summary>
    public ValueList<ColumnFill> Fills { get; init; } = [];

    /// <summary>The column whose equal values stay on one side of the split; null when there is none.</summary>
    public string? Group { get; init; }

    /// <summary>The column that orders the examples in time; null when the file's order counts.</summary>
    public string? OrderBy { get; init; }

    /// <summary>The bytes of each file when the data are several files; empty for one file.</summary>
    public ValueList<long> FileBytes { get; init; } = [];
}
