using System.Text;
using NNOptim.ExperimentFiles;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public sealed class ExperimentFileOnDiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text() =>
        Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(BuiltInExperiments.Text("optimizer-grid")!)]).Errors.ShouldBeEmpty();

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Message([0xFF, 0xFE, 0x00, 0x80]).ShouldEndWith("save the file as UTF-8");

    [Fact]
    public void A_large_file_is_refused() => Message(new byte[(1024 * 1024) + 1]).ShouldContain("at most 1,048,576 are read");

    [Fact]
    public void An_empty_file_is_refused() => Message([]).ShouldContain("empty");

    [Fact]
    public void A_missing_file_is_an_error() =>
        Message(new ExperimentFileReader().ReadFile(Path.Combine(folder, "none.yaml"))).ShouldEndWith("there is no such file");

    [Fact]
    public void A_folder_is_no_file() => Message(new ExperimentFileReader().ReadFile(folder)).ShouldContain("this is a folder");

    [Fact]
    public void Data_paths_are_relative_to_the_file_and_those_of_the_command_line_to_where_it_was_typed()
    {
        File.WriteAllText(Path.Combine(folder, "f.yaml"), """
            name: x
            dataset: {kind: csv, path: sub/data.csv}
            network: {layers: [3, 1]}
            training: {epochs: 10}
            grid: {optimizer: gd, learning_rate: 0.1}
            """);
        var reader = new ExperimentFileReader();
        var elsewhere = Path.GetFullPath("elsewhere");

        var inFile = reader.ReadFile(Path.Combine(folder, "f.yaml"), new() { BaseDirectory = elsewhere });
        var typed = reader.ReadFile(
            Path.Combine(folder, "f.yaml"), new() { BaseDirectory = elsewhere, Overrides = ["dataset.path=data.csv"] });

        inFile.Specification!.Dataset.Path.ShouldBe(Path.Combine(folder, "sub", "data.csv"));
        typed.Specification!.Dataset.Path.ShouldBe(Path.Combine(elsewhere, "data.csv"));
    }

    private ExperimentFileResult Read(byte[] bytes)
    {
        var path = Path.Combine(folder, "f.yaml");
        File.WriteAllBytes(path, bytes);
        return new ExperimentFileReader().ReadFile(path);
    }

    private string Message(byte[] bytes) => Message(Read(bytes));

    private static string Message(ExperimentFileResult result) => result.Errors.ShouldHaveSingleItem().ToString();
}
