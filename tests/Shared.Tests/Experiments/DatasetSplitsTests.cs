using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class DatasetSplitsTests
{
    private static readonly DatasetSpecification Data = new() { Kind = DatasetKind.Moons, SplitSeed = 7 };

    private static readonly Trainable Model = Declarations.Model with
    {
        Parameters =
        [
            .. Declarations.Model.Parameters[..^1],
            new(DatasetSplits.Seed, "dataset.split_seed", new IntegerType(0, uint.MaxValue), "The split.") { Default = new ParameterValue.Integer(3), Role = ParameterRole.Split },
            new(DatasetSplits.Fold, "grid.fold", new IntegerType(1, 1000), "The fold.") { IsOptional = true, Role = ParameterRole.Split },
            Declarations.Model.Parameters[^1],
        ],
    };

    [Fact]
    public void Each_run_has_the_data_of_its_split()
    {
        var runs = ExperimentGrid.Expand(Experiment(Data with { Folds = 2 }, (DatasetSplits.Seed, ParameterValue.Integers(7, 9))));

        runs.Select(run => (run.SplitDataset.SplitSeed, run.SplitDataset.Fold, run.Seed))
            .ShouldBe([(7u, 1, 3u), (7u, 2, 3u), (9u, 1, 3u), (9u, 2, 3u)]);
        runs.ShouldAllBe(run => run.Dataset.Fold == 0 && run.SplitDataset.Folds == 2);
        runs.Select(run => Model.ConfigurationOf(run)).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Without_several_splits_a_run_has_the_experiments_data()
    {
        var specification = Experiment(Data);

        var run = ExperimentGrid.Expand(specification).ShouldHaveSingleItem();
        run.SplitDataset.ShouldBeSameAs(specification.Dataset);
        (run.Values[DatasetSplits.Seed], run.Values[DatasetSplits.Fold]).ShouldBe((new ParameterValue.Integer(7), null));
        ExperimentGrid.Expand(Grids.CreateRuns(2)).ShouldAllBe(old => old.SplitDataset == old.Dataset);
    }

    [Fact]
    public void The_seed_of_the_data_is_the_first_of_the_splits()
    {
        var specification = Experiment(Data, (DatasetSplits.Seed, ParameterValue.Integers(5, 6)));
        specification.Dataset.SplitSeed.ShouldBe(5u);
        specification.With(DatasetSplits.Seed, ParameterValue.Integers(8)).Dataset.SplitSeed.ShouldBe(8u);
    }

    [Fact]
    public void A_confirmation_has_every_seed_on_every_split()
    {
        var specification = Experiment(
            Data with { Folds = 5 }, ("rate", ParameterValue.Numbers(0.1, 0.2)), ("seed", ParameterValue.Integers(1, 2)), (DatasetSplits.Fold, ParameterValue.Integers(2, 4, 5)));
        (ExperimentGrid.Count(specification), DatasetSplits.Count(specification)).ShouldBe((12, 3));
        DatasetSplits.All(specification).Select(split => split[DatasetSplits.Fold]!.ToString()).ShouldBe(["2", "4", "5"]);
        new ConfirmationSpecification(1, null, 10).MostRuns(specification).ShouldBe(30);
        new ConfirmationSpecification(5, null, 10).MostRuns(specification).ShouldBe(60);
        DatasetSplits.First(specification).Fold.ShouldBe(2);
    }

    [Fact]
    public void A_split_is_neither_compared_nor_tuned()
    {
        ConfirmationSpecification.ParametersOf(Model).ShouldNotContain(DatasetSplits.Fold);
        (Experiment(Data with { Folds = 3 }) with { Trainable = Model with { Compared = null } }).Compared.ShouldBeNull();
    }

    private static ExperimentSpecification Experiment(DatasetSpecification data, params ReadOnlySpan<(string, ImmutableArray<ParameterValue>)> axes) =>
        ExperimentSpecification.Create(
            "splits", Model, data, [("rule", ParameterValue.Names("gd")), ("steps", ParameterValue.Integers(5)), .. HasRate(axes) ? axes : [("rate", ParameterValue.Numbers(0.1)), .. axes]]);

    private static bool HasRate(ReadOnlySpan<(string Name, ImmutableArray<ParameterValue> Values)> axes)
    {
        foreach (var axis in axes)
        {
            if (axis.Name == "rate")
            {
                return true;
            }
        }

        return false;
    }
}
