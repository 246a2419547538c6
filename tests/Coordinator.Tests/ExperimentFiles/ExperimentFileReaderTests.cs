using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public class ExperimentFileReaderTests
{
    private const string Valid = """
        name: x
        dataset: {kind: moons}
        network: {layers: [2, 5, 1]}
        training: {epochs: 10}
        grid: {optimizer: gd, learning_rate: 0.1}
        """;

    [Fact]
    public void More_generated_data_than_memory_may_hold_is_an_error_of_the_file() =>
        Errors(Valid.Replace("{kind: moons}", "{kind: blobs, examples: 10000000, features: 100000}", StringComparison.Ordinal)).ShouldBe(
        [
            "f.yaml:2:34: dataset.examples: 10,000,000 examples of 100,000 features are 1,000,000,000,000 numbers; at most 100,000,000 are allowed.",
        ]);

    [Fact]
    public void Every_error_comes_at_once_in_the_order_of_the_file()
    {
        const string text = """
            name: x
            nme: y
            dataset: {kind: moons, examples: 50, noise: -1, factor: 0.5, noise: 3}
            network: {layers: [2, 5, 1], hidden_activation: rleu, learning_rate: 3}
            training: {epochs: "5", record_every: .inf}
            optimizers:
              adam: {beta1: [0.9, 0.9]}
            grid:
              adam_beta1: 0.3
              learning_rate: [-1]
              batch_size: []
              seed: 4294967296
            """;

        Errors(text).ShouldBe(
        [
            "f.yaml:2:1: nme: there is no such key; did you mean name?",
            "f.yaml:3:45: dataset.noise: -1 is not allowed; give a number, 0 or more",
            "f.yaml:3:49: dataset.factor: data of kind moons does not use this key; only circles does",
            "f.yaml:3:62: dataset.noise: the key is given twice; its first value is on line 3",
            "f.yaml:4:49: network.hidden_activation: rleu is not allowed; give one of relu, tanh, sigmoid, or a list of them (did you mean relu?)",
            "f.yaml:4:55: network.learning_rate: there is no such key here; did you mean grid.learning_rate?",
            "f.yaml:5:20: training.epochs: '5' is not allowed; give a whole number from 1 to 100000000, or a list of them (a quoted value is text; remove the quotes)",
            "f.yaml:5:39: training.record_every: .inf is not allowed; give a whole number from 1 to 100000000 (numbers must be finite)",
            "f.yaml:7:23: optimizers.adam.beta1: 0.9 is in the list twice; give each value once",
            "f.yaml:8:1: grid.optimizer: the key is missing; give one of gd, momentum, adam, or a list of them",
            "f.yaml:9:3: grid.adam_beta1: the same parameter is given as optimizers.adam.beta1 on line 7 too; give it in one place",
            "f.yaml:10:19: grid.learning_rate: -1 is not allowed; give a number above 0, or a list of them",
            "f.yaml:11:15: grid.batch_size: the list is empty; give one value or more",
            "f.yaml:12:9: grid.seed: 4294967296 is not allowed; give a whole number from 0 to 4294967295, or a list of them",
        ]);
    }

    [Theory]
    [InlineData("grid.seed=1..5", "1 2 3 4 5")]
    [InlineData("grid.seed={from: 1, to: 6, step: 2}", "1 3 5")]
    [InlineData("grid.seed=[0, 4294967295, 2..4]", "0 4294967295 2 3 4")]
    [InlineData("grid.learning_rate={from: 0.0001, to: 0.1, steps: 4, scale: log}", "0.0001 0.001 0.01 0.1")]
    [InlineData("grid.learning_rate={from: 0.1, to: 0.3, steps: 3}", "0.1 0.2 0.3")]
    [InlineData("grid.batch_size={from: 16, to: 128, steps: 4, scale: log}", "16 32 64 128")]
    [InlineData("grid.batch_size=[full, 1, 300]", "full 1 300")]
    [InlineData("grid.layers=[[2, 1], [2, 3, 1]]", "2-1 2-3-1")]
    [InlineData("network.layers=[2, 7, 1]", "2-7-1")]
    [InlineData("training.epochs=[1e3, 5.0]", "1000 5")]
    [InlineData("optimizers.adam.beta1=0", "0")]
    public void Every_form_of_list_is_read(string set, string values)
    {
        var specification = Read(Valid, set).Specification.ShouldNotBeNull();

        var path = set[..set.IndexOf('=', StringComparison.Ordinal)];
        var axis = specification.Axes.Single(axis => axis.Parameter.Path == path || $"grid.{axis.Parameter.Name}" == path);
        string.Join(' ', axis.Values).ShouldBe(values);
    }

    [Theory]
    [InlineData("grid.seed=5..1", "the range must start at its lower end")]
    [InlineData("grid.seed=1..1000001", "1,000,001 values")]
    [InlineData("grid.seed={from: 1, to: 4, steps: 3}", "value 2 of 3 is 2.5")]
    [InlineData("grid.seed={from: 1, to: 4, step: 0}", "1 or more")]
    [InlineData("grid.seed={from: 1, to: 4, step: 1, steps: 2}", "either steps or step")]
    [InlineData("grid.seed=-1", "from 0 to 4294967295")]
    [InlineData("grid.learning_rate=1..5", "ranges are for whole numbers")]
    [InlineData("grid.learning_rate={from: 0, to: 1, steps: 3, scale: log}", "above 0")]
    [InlineData("grid.learning_rate={from: 0.1, to: 1}", "steps: the key is missing")]
    [InlineData("grid.learning_rate={from: 0.1, to: 1, steps: 1}", "from 2 to 1,000,000")]
    [InlineData("grid.learning_rate={from: 0.1, to: .nan, steps: 2}", "finite")]
    [InlineData("grid.learning_rate=1e999", "finite")]
    [InlineData("grid.learning_rate=0", "above 0")]
    [InlineData("grid.learning_rate=[[1]]", "[1] is not allowed")]
    [InlineData("grid.learning_rate=", "has no value")]
    [InlineData("grid.learning_rat=1", "did you mean grid.learning_rate?")]
    [InlineData("learning_rate=1", "did you mean grid.learning_rate?")]
    [InlineData("grid.learning_rate", "give key=value")]
    [InlineData("grid.learning_rate=[", "not valid YAML")]
    [InlineData("grid.batch_size=301", "only 300 training examples")]
    [InlineData("dataset.test_fraction=0.999", "leaves no training data")]
    [InlineData("dataset.test_fraction=1", "from 0 to below 1")]
    [InlineData("dataset.examples=1", "from 2")]
    [InlineData("dataset.kind=csv", "dataset.path: the key is missing")]
    [InlineData("dataset.standardize='yes'", "true, false, all, numeric")]
    [InlineData("dataset.noise=[0.1, 0.2]", "a list is not allowed")]
    [InlineData("network.layers=[3, 1]", "the moons data has 2 features")]
    [InlineData("network.layers=[2, 3]", "needs 2")]
    [InlineData("network.layers=[2, 0, 1]", "widths from 1")]
    [InlineData("network.layers=[2]", "2 to 100 widths")]
    [InlineData("network.layers=[]", "empty")]
    [InlineData("network.layers=[2, 1000000, 1000000, 1]", "weights")]
    [InlineData("network.loss=softmax_cross_entropy", "needs 2")]
    [InlineData("dataset.kind=blobs", "needs 3")]
    [InlineData("training.target_cost=0", "above 0")]
    [InlineData("name=''", "1 to 200 characters")]
    [InlineData("optimizers.momentum=5", "mapping of the keys beta")]
    [InlineData("optimizers.adam.beta1=1", "from 0 to below 1")]
    public void Invalid_values_are_reported_with_the_allowed_ones(string set, string message)
    {
        var result = Read(Valid, set);

        result.Specification.ShouldBeNull();
        result.Errors.ShouldContain(error => error.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dataset.kind=circles")]
    [InlineData("training.target_cost=null")]
    [InlineData("training.shuffle_seed=10")]
    [InlineData("dataset={kind: digits}", "network.layers=[64, 10]")]
    [InlineData("dataset={kind: blobs, centers: 4, features: 3}", "network.layers=[3, 4]")]
    [InlineData("network.loss=mean_squared_error")]
    [InlineData("network.layers=[2, 2]", "network.loss=softmax_cross_entropy")]
    [InlineData("grid.batch_size=200", "dataset.test_fraction=0.33333")]
    public void Valid_values_are_read(params string[] sets) => Read(Valid, sets).Errors.ShouldBeEmpty();

    [Fact]
    public void The_defaults_are_those_of_the_specification()
    {
        var specification = Read(Valid).Specification.ShouldNotBeNull();

        specification.Dataset.ShouldBe(new DatasetSpecification { Kind = DatasetKind.Moons });
        specification.Trainable.ShouldBe(NetworkTrainable.Standard.Declaration);
        specification.RecordEvery.ShouldBe(100);
        specification.Constant("loss")!.ToString().ShouldBe("binary_cross_entropy");
        specification.Axis("target_cost")!.Values.ShouldBeEmpty();
        foreach (var axis in specification.Axes.Where(axis => axis.Parameter.Default is not null))
        {
            axis.Values.ShouldBe([axis.Parameter.Default!]);
        }
    }

    [Theory]
    [InlineData(10_000, false, null)]
    [InlineData(10_001, false, "--allow-large-grid")]
    [InlineData(10_001, true, null)]
    [InlineData(1_000_000, true, null)]
    public void A_large_grid_requires_the_flag(int seeds, bool allow, string? message) =>
        CheckGrid([$"grid.seed=1..{seeds}"], allow, message);

    [Fact]
    public void No_flag_allows_a_grid_beyond_the_last_limit() =>
        CheckGrid(["grid.seed=1..1000000", "grid.learning_rate=[0.1, 0.2]"], true, "at most 1,000,000 are allowed");

    [Theory]
    [InlineData("", "empty")]
    [InlineData("# nothing\n", "no value here")]
    [InlineData("[1, 2]", "is not a mapping")]
    [InlineData("a: [", "not valid YAML")]
    [InlineData("a: \0", "U+0000")]
    [InlineData("a: *b", "no anchor &b")]
    [InlineData("a: &a [*a]", "no anchor &a")]
    [InlineData("a: !!str b", "the tag")]
    [InlineData("a: 1\n---\nb: 1", "a second document")]
    public void A_file_that_is_not_an_experiment_is_refused(string text, string message) =>
        Errors(text)[0].ShouldContain(message);

    [Fact]
    public void Aliases_are_replaced_by_their_values() =>
        Read(Valid.Replace("grid:", "optimizers: {momentum: {beta: &b [0.8, 0.9]}, adam: {beta1: *b}}\ngrid:", StringComparison.Ordinal))
            .Specification!.Axis("adam_beta1")!.Values.Length.ShouldBe(2);

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + string.Concat(Enumerable.Range(1, 12).Select(i =>
            $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n"));

        Errors(text).ShouldHaveSingleItem().ShouldContain("more than 200,000 values");
    }

    [Fact]
    public void A_document_that_is_nested_too_deeply_is_refused() =>
        Errors(new string('[', 1_000_000)).ShouldHaveSingleItem().ShouldContain("nested deeper than 32");

    [Fact]
    public void Windows_line_ends_and_all_read_the_same() =>
        Read(Valid.ReplaceLineEndings("\r\n")).Specification.ShouldBe(Read(Valid).Specification);

    [Fact]
    public void Errors_of_a_data_file_are_reported_at_its_path()
    {
        const string text = """
            name: x
            dataset:
              kind: csv
              path: data.csv
            network: {layers: [3, 1]}
            training: {epochs: 10}
            grid: {optimizer: gd, learning_rate: 0.1}
            """;
        var folder = Path.GetFullPath("somewhere");
        var broken = new ExperimentFileReader(dataset => throw new FormatException($"no header in {Path.GetFileName(dataset.Path)}"));
        var whole = new ExperimentFileReader(_ => new DatasetShape(3, 2, 100, new string('a', 64)));
        var options = new ExperimentFileOptions { BaseDirectory = folder };

        broken.Read(text, "f.yaml", options).Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe("f.yaml:4:9: dataset.path: no header in data.csv");
        var dataset = whole.Read(text, "f.yaml", options).Specification.ShouldNotBeNull().Dataset;
        (dataset.Path, dataset.Sha256).ShouldBe((Path.Combine(folder, "data.csv"), new string('a', 64)));
        whole.Read(text, "f.yaml", options with { Overrides = [$"dataset.sha256={new string('b', 64)}"] })
            .Errors.ShouldHaveSingleItem().Message.ShouldContain("the data has the SHA-256 aaa");
    }

    private static void CheckGrid(string[] sets, bool allow, string? message)
    {
        var result = new ExperimentFileReader().Read(Valid, "f.yaml", new() { Overrides = sets, AllowLargeGrid = allow });

        if (message is null)
        {
            result.Errors.ShouldBeEmpty();
        }
        else
        {
            result.Errors.ShouldHaveSingleItem().ToString().ShouldContain(message);
        }
    }

    private static ExperimentFileResult Read(string text, params string[] sets) =>
        new ExperimentFileReader().Read(text, "f.yaml", new() { Overrides = sets });

    private static List<string> Errors(string text) => [.. Read(text).Errors.Select(error => error.ToString())];
}
