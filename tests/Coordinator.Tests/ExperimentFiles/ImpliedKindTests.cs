using NNOptim.ExperimentFiles;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>The kind of data that the name of a file stands for.</summary>
public sealed class ImpliedKindTests : IDisposable
{
    private const string File = """
        name: x
        dataset: {path: data.csv, label: y}
        network: {layers: [3, 1]}
        training: {epochs: 10}
        grid: {optimizer: gd, learning_rate: 0.1}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-kinds-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a.csv", DatasetKind.Csv)]
    [InlineData("a.CSV", DatasetKind.Csv)]
    [InlineData("a.b.tsv", DatasetKind.Csv)]
    [InlineData("some/a.txt", DatasetKind.Csv)]
    [InlineData("a.data", DatasetKind.Csv)]
    [InlineData("a.dat", DatasetKind.Csv)]
    [InlineData("a.csv.gz", DatasetKind.Csv)]
    [InlineData("a.parquet", DatasetKind.Parquet)]
    [InlineData("a.libsvm", DatasetKind.Libsvm)]
    [InlineData("a.svm", DatasetKind.Libsvm)]
    [InlineData("a.svmlight", DatasetKind.Libsvm)]
    [InlineData("parts/*.parquet", DatasetKind.Parquet)]
    [InlineData("parts/*", DatasetKind.Csv)]
    [InlineData("parts/", DatasetKind.Csv)]
    [InlineData("folder", DatasetKind.Csv)]
    [InlineData("a", null)]
    [InlineData("a.gz", null)]
    [InlineData("a.parquet.gz", null)]
    [InlineData("a.xlsx", null)]
    [InlineData("csv", null)]
    public void A_name_stands_for_a_kind(string path, DatasetKind? kind) =>
        DataFileNames.KindOf(path, name => name == "folder").ShouldBe(kind);

    [Fact]
    public void A_file_without_a_kind_has_that_of_its_path_when_it_is_resolved()
    {
        var reader = new ExperimentFileReader();
        var specification = reader.Read(File, "f.yaml").Specification.ShouldNotBeNull();

        specification.Dataset.Kind.ShouldBe(DatasetKind.Csv);
        ExperimentFileWriter.Write(specification).ShouldContain("dataset:\n  kind: csv\n");
        reader.Read(File, "f.yaml", new() { Overrides = ["dataset.path=other.txt.gz"] }).Specification!.Dataset.Kind.ShouldBe(DatasetKind.Csv);
    }

    [Theory]
    [InlineData("dataset.path=data.xlsx")]
    [InlineData("dataset.path=")]
    [InlineData("dataset={label: y}")]
    [InlineData("dataset.path=[a.csv]")]
    public void A_kind_that_no_name_tells_is_missing(string set) =>
        new ExperimentFileReader().Read(File, "f.yaml", new() { Overrides = [set] }).Errors
            .ShouldContain(error => error.Key == "dataset.kind" && error.Message.StartsWith("the key is missing; give one of moons, circles", StringComparison.Ordinal));

    [Fact]
    public void A_given_kind_counts() =>
        new ExperimentFileReader().Read(File, "f.yaml", new() { Overrides = ["dataset.kind=moons"] }).Errors
            .ShouldContain(error => error.Message.StartsWith("data of kind moons does not use this key", StringComparison.Ordinal));

    [Fact]
    public void A_folder_is_looked_for_where_the_file_is_and_never_for_a_text_from_elsewhere()
    {
        var text = File.Replace("data.csv", "parts", StringComparison.Ordinal);
        var path = Path.Combine(folder, "f.yaml");
        System.IO.File.WriteAllText(path, text);
        Directory.CreateDirectory(Path.Combine(folder, "parts"));

        new ExperimentFileReader().ReadFile(path).Specification!.Dataset.Kind.ShouldBe(DatasetKind.Csv);
        new ExperimentFileReader().Read(text, "f.yaml", new() { BaseDirectory = folder }).Errors.ShouldHaveSingleItem().Key.ShouldBe("dataset.kind");
    }
}
