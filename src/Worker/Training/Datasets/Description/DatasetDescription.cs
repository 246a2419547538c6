using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Description;

/// <summary>What the program understands of a dataset.</summary>
public sealed record DatasetDescription
{
    /// <summary>
    /// The given specification. With <see cref="Errors"/>, a proposal under which the data can be used, if there is one.
    /// </summary>
    public required DatasetSpecification Proposal { get; init; }

    /// <summary>The proposal with every choice made; null when it cannot be used.</summary>
    public DatasetSpecification? Resolved { get; init; }

    /// <summary>Why the data cannot be used as given, as sentences; empty when they can.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>Whether the data can be used with the proposal.</summary>
    public bool IsUsable => Resolved is not null;

    /// <summary>What was decided or is worth knowing, as sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The columns of a table; empty for other kinds of data.</summary>
    public ImmutableArray<ColumnDescription> Columns { get; init; } = [];

    /// <summary>The cells of the first rows of a table, as texts; empty for missing ones.</summary>
    public ImmutableArray<ImmutableArray<string>> FirstRows { get; init; } = [];

    /// <summary>The number of rows of a table, or of examples.</summary>
    public int Rows { get; init; }

    /// <summary>The number of inputs of an example; 0 when the data cannot be used.</summary>
    public int Inputs { get; init; }

    /// <summary>The number of training examples.</summary>
    public int TrainingExamples { get; init; }

    /// <summary>The number of test examples.</summary>
    public int TestExamples { get; init; }

    /// <summary>The classes in order; empty for regression.</summary>
    public ImmutableArray<ClassDescription> Classes { get; init; } = [];
}

/// <summary>A column of a table.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it is used for: feature, label, group, order or excluded.</param>
/// <param name="Type">What its cells are: numbers, texts, or both.</param>
/// <param name="Distinct">The number of distinct values.</param>
/// <param name="Missing">The number of missing cells.</param>
/// <param name="Values">The range of its numbers, or the first of its texts.</param>
public sealed record ColumnDescription(int Number, string Name, string Role, string Type, int Distinct, int Missing, string Values);

/// <summary>A class with its examples.</summary>
/// <param name="Label">Its label in the file.</param>
/// <param name="Training">The number of training examples.</param>
/// <param name="Test">The number of test examples.</param>
public sealed record ClassDescription(string Label, int Training, int Test);
