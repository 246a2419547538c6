using NNOptim.ExperimentFiles;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>The keys of the split: its seeds and its folds.</summary>
public class SplitKeysTests
{
    [Theory]
    [InlineData("", "", "3", "")]
    [InlineData("test_fraction: 0.2, split_seed: 9", "", "9", "")]
    [InlineData("test_fraction: 0.2, split_seed: [9, 4]", "", "9 4", "")]
    [InlineData("test_fraction: 0.2, split_seed: 1..3", "", "1 2 3", "")]
    [InlineData("test_fraction: 0.2", "split_seed: [9, 4]", "9 4", "")]
    [InlineData("folds: 3", "", "3", "1 2 3")]
    [InlineData("folds: 3, split_seed: [1, 2]", "", "1 2", "1 2 3")]
    [InlineData("folds: 5", "fold: [2, 4]", "3", "2 4")]
    [InlineData("folds: 5", "fold: 2", "3", "2")]
    [InlineData("folds: null", "fold: null", "3", "")]
    public void A_file_has_the_splits_that_it_gives(string data, string grid, string seeds, string folds)
    {
        var specification = Read(data, grid).Specification.ShouldNotBeNull();

        Values(specification, DatasetSplits.Seed).ShouldBe(seeds);
        Values(specification, DatasetSplits.Fold).ShouldBe(folds);
        specification.Dataset.SplitSeed.ToString(null, null).ShouldBe(seeds.Split(' ')[0]);
        specification.Dataset.Fold.ShouldBe(0);
        ExperimentGrid.Count(specification).ShouldBe(seeds.Split(' ').Length * (folds.Length == 0 ? 1 : folds.Split(' ').Length));
        new ExperimentFileReader().Read(ExperimentFileWriter.Write(specification), "written.yaml").Specification.ShouldBe(specification);
        new ExperimentFileReader().Check(specification, "sent", false).Specification.ShouldBe(specification);
    }

    [Theory]
    [InlineData("folds: 1", "", "f.yaml:2:31: dataset.folds: 1 is not allowed; give a whole number from 2 to 1000")]
    [InlineData("folds: [2, 3]", "", "f.yaml:2:31: dataset.folds: [2, 3] is not allowed; give a whole number from 2 to 1000 (all runs share one value, so a list is not allowed)")]
    [InlineData("folds: 3, test_fraction: 0.1", "", "f.yaml:2:31: dataset.folds: 3 folds do not go together with dataset.test_fraction; give one of them")]
    [InlineData("folds: 301", "", "f.yaml:2:31: dataset.folds: 301 folds need at least 301 examples, and there are 300; give fewer folds")]
    [InlineData("folds: 300", "batch_size: 299", null)]
    [InlineData("folds: 300", "batch_size: 300", "f.yaml:5:55: grid.batch_size: 300 is not allowed; there are only 299 training examples: give at most that number, or full for all of them")]
    [InlineData("folds: 3", "fold: [1, 4]", "f.yaml:5:53: grid.fold: 4 is not a fold; give whole numbers from 1 to 3")]
    [InlineData("folds: 3", "fold: 0", "f.yaml:5:49: grid.fold: 0 is not allowed; give a whole number from 1 to 1000, or a list of them")]
    [InlineData("", "fold: 1", "f.yaml:5:49: grid.fold: there are no folds; give dataset.folds too")]
    [InlineData("split_seed: [1, 2]", "", "f.yaml:2:40: dataset.split_seed: several seeds of the split give equal runs, because neither dataset.test_fraction nor dataset.folds holds examples out; give one")]
    public void Keys_that_do_not_fit_each_other_are_refused(string data, string grid, string? error) =>
        Read(data, grid).Errors.Select(found => found.ToString()).ShouldBe(error is null ? [] : [error]);

    [Fact]
    public void A_split_cannot_be_compared() =>
        new ExperimentFileReader().Read(Text("folds: 3", "") + "\ncompare: fold\n", "f.yaml").Errors[0].ToString()
            .ShouldStartWith("f.yaml:6:10: compare: fold is not allowed; fold is what is repeated to measure the noise; give");

    [Fact]
    public void The_command_line_may_give_several_splits()
    {
        var options = new ExperimentFileOptions { Overrides = ["dataset.folds=4", "dataset.split_seed=[5, 6]"] };
        var specification = new ExperimentFileReader().Read(Text("", ""), "f.yaml", options).Specification.ShouldNotBeNull();

        ExperimentGrid.Expand(specification).Select(run => (run.SplitDataset.SplitSeed, run.SplitDataset.Fold))
            .ShouldBe([(5u, 1), (5u, 2), (5u, 3), (5u, 4), (6u, 1), (6u, 2), (6u, 3), (6u, 4)]);
    }

    private static ExperimentFileResult Read(string data, string grid) => new ExperimentFileReader().Read(Text(data, grid), "f.yaml");

    private static string Text(string data, string grid) =>
        $"name: x\ndataset: {{kind: moons{(data.Length > 0 ? ", " : "")}{data}}}\nnetwork: {{layers: [2, 5, 1]}}\ntraining: {{epochs: 10}}\ngrid: {{optimizer: gd, learning_rate: 0.1{(grid.Length > 0 ? ", " : "")}{grid}}}";

    private static string Values(ExperimentSpecification specification, string parameter) => string.Join(' ', specification.Axis(parameter)!.Values);
}
