using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Findings;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

/// <summary>Experiments whose runs repeat on several splits or folds.</summary>
public class SplitTests
{
    private static readonly int[] Fresh = [.. Enumerable.Range(101, 8)];

    [Fact]
    public void A_configuration_has_the_runs_of_all_its_folds()
    {
        var analysis = Analyze(Folds() with { FreshSeeds = [], Seeds = [1, 2, 3] });

        analysis.Configurations.Length.ShouldBe(2);
        analysis.Configurations.ShouldAllBe(configuration => configuration.Runs.Length == 15 && configuration.Replicates.Length == 3);
        analysis.ConfigurationParameters.ShouldNotContain(parameter => parameter.Role == ParameterRole.Split);
        analysis.RunParameters.Select(parameter => parameter.Name).ShouldBe(["optimizer", "learning_rate", "batch_size", "fold", "seed"]);
        analysis.Ranking[0].Configuration.Score!.Count.ShouldBe(15);
        analysis.Stability.ShouldNotBeNull().Seeds.ShouldBe(3);
    }

    [Fact]
    public void In_a_confirmation_the_mean_over_the_folds_is_the_score_of_a_seed()
    {
        var result = Analyze(Folds()).Confirmation.ShouldNotBeNull();

        result.Seeds.ShouldBe(8);
        var (leader, pair) = (result.Leader.ShouldNotBeNull(), result.Pairs.ShouldHaveSingleItem());
        leader.Confirmed.Compared.ShouldBe("adam");
        leader.Confirmed.Runs.Length.ShouldBe(40);
        leader.Confirmed.Score!.Count.ShouldBe(8);
        leader.Confirmed.Score.Minimum.ShouldBe(0.1 + 0.03 + 0.0001 * 101, 1e-12);
        leader.Median.ShouldNotBeNull();

        // Eight pairs, not forty: the least p value of eight.
        pair.Cost.ShouldNotBeNull().Seeds.ShouldBe(8);
        pair.Cost.Test.PValue.ShouldBe(2 / 256.0, 1e-15);
        pair.Superiority.ShouldNotBeNull().Better.ShouldBe(8);
    }

    [Fact]
    public void A_seed_is_successful_when_all_its_folds_are()
    {
        var result = Analyze(Folds() with
        {
            Cost = (run, _) => IsAdam(run) && run.Seed == 101 && run.Dataset.Fold == 2 ? double.NaN : CostOf(run),
        }).Confirmation.ShouldNotBeNull();
        var adam = result.Finalists.Single(finalist => finalist.Confirmed.Compared == "adam");

        (adam.Unsuccessful!.Successes, adam.Unsuccessful.Count).ShouldBe((1, 8));
        adam.Confirmed.Score!.Maximum.ShouldBe((4 * 0.1 + 0.01 * (1 + 3 + 4 + 5) + 4 * 0.0101 + 0.6931471805599453) / 5, 1e-12);
        result.Pairs.ShouldHaveSingleItem().Cost.ShouldNotBeNull().Seeds.ShouldBe(7);
        Wording.Unsuccessful(adam).ShouldStartWith("1 of 8 seeds with an unsuccessful run");
    }

    [Fact]
    public void A_seed_whose_folds_have_not_all_ended_is_not_compared()
    {
        var analysis = Analyze(Folds() with
        {
            Change = run => run.Specification is { Seed: 102, SplitDataset.Fold: 5 } ? run with { State = RunState.Pending, Result = null, Costs = [] } : run,
        });

        var result = analysis.Confirmation.ShouldNotBeNull();
        result.IsUnfinished.ShouldBeTrue();
        result.Pairs.ShouldHaveSingleItem().Cost.ShouldNotBeNull().Seeds.ShouldBe(7);
        result.Leader!.Confirmed.Score!.Count.ShouldBe(7);
    }

    [Theory]
    [InlineData(5, new long[] { 3 }, "5 folds")]
    [InlineData(0, new long[] { 3, 4 }, "2 splits")]
    [InlineData(2, new long[] { 3, 4, 5 }, "2 folds of 3 splits")]
    public void The_report_says_over_what_a_score_is_the_mean(int folds, long[] seeds, string words)
    {
        var experiment = Folds() with
        {
            Data = new() { Kind = DatasetKind.Moons, Folds = folds, TestFraction = folds > 0 ? 0 : 0.2 },
            Others = [(DatasetSplits.Seed, ParameterValue.Integers(seeds))],
        };

        Answer.Derive(Analyze(experiment)).Limits.OfType<MeanOverSplits>().ShouldHaveSingleItem().Sentence.ShouldBe(
            $"Each score is the mean over {words}; these share training examples and are not independent. So the tests and intervals compare seeds, and not splits. "
            + "They do not tell how the result would be with other examples.");
        Answer.Derive(Analyze(experiment with { FreshSeeds = [] })).Limits.OfType<MeanOverSplits>().ShouldHaveSingleItem().IsConfirmed.ShouldBeFalse();
    }

    [Fact]
    public void Without_several_splits_the_report_says_nothing_of_them() =>
        Answer.Derive(Analyze(Folds() with { Data = new() { Kind = DatasetKind.Moons } })).Limits.OfType<MeanOverSplits>().ShouldBeEmpty();

    [Fact]
    public void The_variance_between_folds_is_a_part_of_its_own()
    {
        var parts = Analyze(Folds() with { FreshSeeds = [], Seeds = [1, 2, 3] }).Importance[0].All;

        parts.Single(part => part.Name == "split").Share.ShouldBeGreaterThan(parts.Single(part => part.Name == "seed").Share);
        parts.Sum(part => part.Share).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void The_report_and_the_table_of_runs_have_a_column_for_the_fold()
    {
        var folder = Directory.CreateTempSubdirectory("nnoptim-folds-");
        try
        {
            var written = ReportWriter.Write(Analyze(Folds()), Path.Combine(folder.FullName, "report"), new ReportOptions { Formats = ReportFormats.Default });
            File.ReadAllLines(Path.Combine(written.Directory, "runs.csv"))[..3].Select(line => string.Join(',', line.Split(',')[..7])).ShouldBe(
                ["run,optimizer,learning_rate,batch_size,fold,seed,confirmation", "1,gd,0.0007,64,1,3,0", "2,gd,0.0007,64,2,3,0"]);
            File.ReadAllLines(Path.Combine(written.Directory, "ranking.csv"))[0].ShouldStartWith("rank,optimizer,learning_rate,batch_size,runs");
            File.ReadAllText(Path.Combine(written.Directory, "report.md")).ShouldContain("all ended seeds, each the mean over 5 folds");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The costs depend on the fold more than on the seed; gradient descent costs twice as much.</summary>
    private static SyntheticExperiment Folds() => new()
    {
        Optimizers = ["gd", "adam"],
        Data = new() { Kind = DatasetKind.Moons, Folds = 5 },
        FreshSeeds = [Fresh],
        Epochs = 100,
        RecordEvery = 10,
        Cost = (run, _) => CostOf(run),
        Accuracy = static (_, _) => 0.9,
    };

    private static double CostOf(NetworkRun run) => (IsAdam(run) ? 1 : 2) * (0.1 + 0.01 * run.Dataset.Fold + 0.0001 * run.Seed);

    private static bool IsAdam(NetworkRun run) => run.Optimizer.Rule.Name == "adam";

    private static ExperimentAnalysis Analyze(SyntheticExperiment experiment) => ExperimentAnalysis.Analyze(experiment.Build());
}
