using NNOptim.ExperimentFiles;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>What reading a file tells without being an error.</summary>
public class NotesTests
{
    private const string File = """
        name: x
        dataset: {kind: csv, path: data.csv}
        network: {layers: [3, 1]}
        training: {epochs: 10}
        grid: {optimizer: gd, learning_rate: 0.1}
        """;

    [Fact]
    public void Notes_about_the_data_are_told_at_its_path()
    {
        var reader = Reader(100, "the delimiter is ;", "2 examples\nare left out");

        reader.Read(File, "f.yaml").Notes.ShouldBe(
            ["f.yaml:2:28: dataset.path: the delimiter is ;", "f.yaml:2:28: dataset.path: 2 examples are left out"]);
        reader.Read(File, "f.yaml", new() { Overrides = ["dataset.path=other.csv"] }).Notes[0].ShouldBe("--set: dataset.path: the delimiter is ;");
    }

    [Fact]
    public void A_file_without_findings_and_a_file_with_errors_have_no_notes()
    {
        Reader(100).Read(File, "f.yaml").Notes.ShouldBeEmpty();
        Reader(100, "a note").Read(File, "f.yaml", new() { Overrides = ["grid.learning_rate=-1"] }).Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_resolved_specification_has_the_notes_about_its_data()
    {
        var reader = Reader(100, "a note");

        reader.Check(reader.Read(File, "f.yaml").Specification!, "the specification", allowLargeGrid: false).Notes
            .ShouldBe(["the specification: dataset.path: a note"]);
    }

    [Theory]
    [InlineData(40, 40, "f.yaml:5:1: grid.batch_size: the default of 64 is above the 40 training examples, so it is 40")]
    [InlineData(1, 1, "f.yaml:5:1: grid.batch_size: the default of 64 is above the 1 training example, so it is 1")]
    [InlineData(64, 64, null)]
    public void A_default_batch_above_the_training_examples_becomes_their_number(int examples, long size, string? note)
    {
        var result = Reader(examples).Read(File, "f.yaml");

        result.Specification!.Axis("batch_size")!.Values.ShouldBe([new ParameterValue.Integer(size)]);
        result.Notes.ShouldBe(note is null ? [] : [note]);
    }

    [Fact]
    public void Only_training_examples_count_for_the_default_batch() =>
        Reader(100).Read(File, "f.yaml", new() { Overrides = ["dataset.test_fraction=0.5"] }).Specification!.Axis("batch_size")!.Values
            .ShouldBe([new ParameterValue.Integer(50)]);

    [Fact]
    public void A_given_batch_above_the_training_examples_is_an_error() =>
        Reader(40).Read(File, "f.yaml", new() { Overrides = ["grid.batch_size=64"] }).Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe("--set: grid.batch_size: 64 is not allowed; there are only 40 training examples: give at most that number, or full for all of them");

    private static ExperimentFileReader Reader(int examples, params string[] notes) =>
        new(_ => new DatasetShape(3, 2, examples, new string('a', 64)) { Notes = [.. notes] });
}
