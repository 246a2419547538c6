using NNOptim.ExperimentFiles;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>Widths of networks that follow from the data.</summary>
public class AutomaticWidthsTests
{
    private const string File = """
        name: x
        dataset: {kind: csv, path: data.csv}
        network: {layers: [auto, 16, auto]}
        training: {epochs: 10}
        grid: {optimizer: gd, learning_rate: 0.1}
        """;

    [Theory]
    [InlineData(0, "7-16-1", "mean_squared_error", "dataset.task=regression")]
    [InlineData(0, "7-16-1", "mean_squared_error", "dataset.task=regression", "network.loss=mean_squared_error")]
    [InlineData(2, "7-16-1", "binary_cross_entropy")]
    [InlineData(2, "7-16-1", "binary_cross_entropy", "network.loss=binary_cross_entropy")]
    [InlineData(2, "7-16-2", "softmax_cross_entropy", "network.loss=softmax_cross_entropy")]
    [InlineData(2, "7-16-1", "mean_squared_error", "network.loss=mean_squared_error")]
    [InlineData(3, "7-16-3", "softmax_cross_entropy")]
    [InlineData(3, "7-16-3", "softmax_cross_entropy", "network.loss=softmax_cross_entropy")]
    [InlineData(3, "7-16-3", "mean_squared_error", "network.loss=mean_squared_error")]
    [InlineData(2, "7-16-2", "softmax_cross_entropy", "network.layers=[auto, 16, 2]")]
    [InlineData(3, "7-3", "softmax_cross_entropy", "network.layers=[auto, auto]")]
    [InlineData(2, "7-4-2 7-8-2", "softmax_cross_entropy", "network.layers=[[7, 4, 2], [auto, 8, auto]]")]
    [InlineData(2, "7-4-1 7-8-1", "binary_cross_entropy", "grid.layers=[[auto, 4, 1], [auto, 8, auto]]")]
    public void An_automatic_width_is_what_the_data_and_the_loss_need(int classes, string layers, string loss, params string[] sets)
    {
        var result = Reader(classes).Read(File, "f.yaml", new() { Overrides = sets });

        result.Errors.ShouldBeEmpty();
        string.Join(' ', result.Specification!.Axis("layers")!.Values).ShouldBe(layers);
        result.Specification.Constant("loss")!.ToString().ShouldBe(loss);
    }

    [Theory]
    [InlineData("moons", "2-16-1")]
    [InlineData("blobs", "2-16-3")]
    [InlineData("digits", "64-16-10")]
    public void Generated_data_need_no_loader(string kind, string layers) =>
        new ExperimentFileReader().Read(File.Replace("csv, path: data.csv", kind, StringComparison.Ordinal), "f.yaml")
            .Specification!.Axis("layers")!.Values.ShouldHaveSingleItem().ToString().ShouldBe(layers);

    [Theory]
    [InlineData(2, "network.layers=[2, auto, 1]", "--set: network.layers: [2, auto, 1] is not allowed; give a list of 2 to 100 widths")]
    [InlineData(2, "network.layers=['auto', 1]", "is not allowed; give a list of 2 to 100 widths")]
    [InlineData(2, "network.layers=[[7, 4, 1], [auto, 4, 1]]", "7-4-1 is in the list twice; give each value once")]
    [InlineData(2, "network.layers=[[auto, 4, 1], [auto, 4, 1]]", "auto-4-1 is in the list twice; give each value once")]
    [InlineData(2, "network.layers=[[7, 4, 2], [7, 4, auto]]", "7-4-2 is in the list twice; give each value once")]
    [InlineData(3, "network.layers=[[7, 4, 1], [7, 5, auto]]", "the last width is that of the output")]
    [InlineData(3, "network.loss=binary_cross_entropy", "network.loss: binary_cross_entropy is not allowed; csv data of 3 classes needs softmax_cross_entropy")]
    [InlineData(2, "network.loss=cross", "network.loss: cross is not allowed")]
    [InlineData(0, "network.loss=binary_cross_entropy", "network.loss: binary_cross_entropy is not allowed; csv data of real labels needs mean_squared_error")]
    [InlineData(2, "network.layers=[auto, 1000000, 98]", "it is 7-1000000-98; give a list")]
    public void A_wrong_width_is_reported_first(int classes, string set, string message)
    {
        var errors = Reader(classes).Read(File, "f.yaml", new() { Overrides = classes == 0 ? ["dataset.task=regression", set] : [set] }).Errors;

        errors[0].ToString().ShouldContain(message);
    }

    [Fact]
    public void Without_the_data_an_automatic_width_is_an_error() =>
        new ExperimentFileReader().Read(File, "f.yaml").Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe("f.yaml:3:20: network.layers: auto is not allowed; it needs the data, which are not read here; give a number");

    [Fact]
    public void Data_with_an_error_are_the_only_error() =>
        new ExperimentFileReader(_ => throw new FormatException("no header")).Read(File, "f.yaml").Errors.ShouldHaveSingleItem().Key.ShouldBe("dataset.path");

    [Fact]
    public void Only_the_trainable_network_has_automatic_widths()
    {
        var other = NetworkTrainable.Standard.Declaration with { Name = "other" };
        var reader = new ExperimentFileReader(trainables: new([NetworkTrainable.Standard.Declaration, other]));

        reader.Read(File.Replace("csv, path: data.csv", "moons", StringComparison.Ordinal), "f.yaml", new() { Overrides = ["trainable=other", "network.loss=binary_cross_entropy"] })
            .Errors.ShouldHaveSingleItem().ToString().ShouldContain("only the layers of the trainable network");
    }

    [Fact]
    public void The_written_file_has_numbers()
    {
        var reader = Reader(3);
        var specification = reader.Read(File, "f.yaml").Specification!;

        var written = ExperimentFileWriter.Write(specification);

        written.ShouldContain("  layers: [7, 16, 3]\n");
        reader.Read(written, "written").Specification.ShouldBe(specification);
        reader.Check(specification, "the specification", allowLargeGrid: false).Specification.ShouldBe(specification);
    }

    private static ExperimentFileReader Reader(int classes) => new(_ => new DatasetShape(7, classes, 100, new string('a', 64)));
}
