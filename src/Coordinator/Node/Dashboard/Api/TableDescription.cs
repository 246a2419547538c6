using System.Collections.Immutable;
using NNOptim.ExperimentFiles;
using NNOptim.Training.Datasets.Description;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>What the program understands of a data file.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Inputs">The number of inputs of an example; 0 if the data cannot be used.</param>
/// <param name="TrainingExamples">The number of training examples.</param>
/// <param name="TestExamples">The number of test examples.</param>
/// <param name="ColumnCount">The number of columns.</param>
/// <param name="Columns">The columns, at most the first 1,000.</param>
/// <param name="FirstRows">The cells of the first rows in these columns; empty for missing ones.</param>
/// <param name="ClassCount">The number of classes; 0 for regression.</param>
/// <param name="Classes">The classes in order, at most the first 1,000.</param>
public sealed record TableDescription(
    int Rows, int Inputs, int TrainingExamples, int TestExamples, int ColumnCount, ImmutableArray<ColumnDescription> Columns,
    ImmutableArray<ImmutableArray<string>> FirstRows, int ClassCount, ImmutableArray<ClassDescription> Classes)
{
    private const int MostListed = 1000;

    /// <summary>What was decided or is worth knowing.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Why the data cannot be used with the given keys; empty if they can.</summary>
    public required ImmutableArray<string> Errors { get; init; }

    /// <summary>Whether the data can be used with the keys of the section.</summary>
    public required bool Usable { get; init; }

    /// <summary>The section <c>dataset</c> of an experiment file. With errors, it has proposed keys. Null if the data cannot be used.</summary>
    public required string? Section { get; init; }

    /// <summary>The description of an uploaded file.</summary>
    internal static TableDescription Create(DatasetDescription data, UploadedFile file) => new(
        data.Rows, data.Inputs, data.TrainingExamples, data.TestExamples,
        data.Columns.Length, [.. data.Columns.Take(MostListed)], [.. data.FirstRows.Select(row => row.Take(MostListed).ToImmutableArray())],
        data.Classes.Length, [.. data.Classes.Take(MostListed)])
    {
        Notes = [.. data.Notes.Select(file.Clean)],
        Errors = [.. data.Errors.Select(file.Clean)],
        Usable = data.IsUsable,
        Section = data.IsUsable ? DatasetSection.Write(data.Proposal, file.Name) : null,
    };
}
