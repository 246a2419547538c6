using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Analysis.Findings;
using NNOptim.Reporting.Statistics;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis.Confirmations;

public class ConfirmationResultTests
{
    private const double Constant = 0.6931471805599453;

    private static readonly int[] Fresh = [.. Enumerable.Range(101, 12)];

    [Fact]
    public void Without_a_confirmation_there_is_no_result() => Analyze(Two((_, seed) => 0.1) with { FreshSeeds = [] }).Confirmation.ShouldBeNull();

    [Fact]
    public void The_typical_ratio_is_that_of_costs_on_common_successful_seeds()
    {
        // Gradient descent costs twice as much on each seed.
        var pair = PairOf(Two((isAdam, seed) => (isAdam ? 0.1 : 0.2) * (1 + (0.01 * (seed % 7)))));

        (pair.First.Confirmed.Compared, pair.Verdict).ShouldBe(("adam", PairVerdict.FirstIsBetter));
        var cost = pair.Cost.ShouldNotBeNull();
        (cost.Seeds, cost.IsRatio).ShouldBe((12, true));
        Math.Pow(10, cost.Estimate).ShouldBe(0.5, 1e-12);
        cost.Test.PValue.ShouldBe(2 / 4096.0, 1e-15);
        pair.Superiority.ShouldNotBeNull().Share.ShouldBe(1);
    }

    [Fact]
    public void A_maximised_objective_differs_in_its_own_unit()
    {
        var pair = PairOf(Two((_, _) => 0.2) with
        {
            Objective = "train_accuracy",
            Accuracy = (run, _) => (IsAdam(run) ? 0.9 : 0.8) + (0.001 * (run.Seed % 5)),
        });

        (pair.First.Confirmed.Compared, pair.Verdict).ShouldBe(("adam", PairVerdict.FirstIsBetter));
        var cost = pair.Cost.ShouldNotBeNull();
        cost.IsRatio.ShouldBeFalse();
        cost.Estimate.ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void A_cost_of_zero_has_no_ratio()
    {
        var cost = PairOf(Two((isAdam, seed) => isAdam ? 0 : 0.1 + (0.001 * seed))).Cost.ShouldNotBeNull();

        cost.IsRatio.ShouldBeFalse();
        cost.Estimate.ShouldBeLessThan(-0.1);
    }

    /// <summary>Gradient descent is unsuccessful on three seeds, in three ways.</summary>
    [Fact]
    public void Diverged_and_failed_runs_and_those_that_learnt_nothing_are_unsuccessful()
    {
        var experiment = Two((isAdam, seed) => !isAdam && seed == 101 ? double.NaN : !isAdam && seed == 102 ? 0.7 : 0.1 + (isAdam ? 0.05 : 0) + (0.001 * seed)) with
        {
            Accuracy = (run, cost) => cost > 0.6 ? 0.5 : 0.9,
            Change = run => !IsAdam(run) && run.Specification.Seed == 103 ? run with { State = RunState.Failed, Result = null, Costs = [] } : run,
        };

        var result = ResultOf(experiment);
        var (pair, gd) = (result.Pairs.Single(), result.Finalists.Single(finalist => finalist.Confirmed.Compared == "gd"));

        (gd.Confirmed.Diverged, gd.Confirmed.Failed, gd.Confirmed.LearntNothing, gd.Confirmed.Unsuccessful).ShouldBe((1, 1, 1, 3));
        gd.Unsuccessful.ShouldBe(Proportion.Wilson(3, 12));
        gd.Confirmed.Score.ShouldNotBeNull().Maximum.ShouldBe(Constant);
        pair.Cost.ShouldNotBeNull().Seeds.ShouldBe(9);
        var reliability = pair.Reliability.ShouldNotBeNull();
        (pair.First.Confirmed.Compared, reliability.Counts.FirstOnly, reliability.Counts.SecondOnly, reliability.Test).ShouldBe(("adam", 0, 3, null));
    }

    [Fact]
    public void The_interval_of_a_median_is_that_of_scores_at_the_level_shared_by_the_finalists()
    {
        var result = ResultOf(Two((isAdam, seed) => isAdam && seed == 105 ? double.NaN : 0.1 + (0.001 * seed) + (isAdam ? 0 : 0.3)));

        foreach (var finalist in result.Finalists)
        {
            var scores = finalist.Confirmed.Runs.Select(run => run.Metric("final_cost") ?? Constant).Order().ToList();
            var median = finalist.Median.ShouldNotBeNull();

            // scipy.stats.binom.cdf(1, 12, 0.5) = 0.00317 is at most 0.0125; cdf(2, 12, 0.5) = 0.0193 is not. So the ranks are 2 and 11.
            median.Rank.ShouldBe(2);
            median.Interval.ShouldBe(new ConfidenceInterval(scores[2 - 1], scores[11 - 1]));
            median.Coverage.ShouldBeGreaterThanOrEqualTo(1 - (0.05 / 2));
        }
    }

    [Fact]
    public void Few_seeds_have_no_interval_and_no_verdict()
    {
        // Two finalists make one test: 2 / 2^5 is above 0.05.
        var analysis = Analyze(Two((isAdam, seed) => isAdam ? 0.1 : 0.2) with { FreshSeeds = [[101, 102, 103, 104, 105]] });
        var pair = analysis.Confirmation.ShouldNotBeNull().Pairs.Single();

        (pair.Cost.ShouldNotBeNull().Interval, pair.Verdict, pair.First.Median).ShouldBe((null, PairVerdict.Undecided, null));
        analysis.Confirmation!.LeastSeeds.ShouldBe(6);
        var findings = Answer.Derive(analysis).Findings;
        findings.OfType<PairFinding>().Single().Sentence.ShouldContain(" No test: at least 6 such seeds are needed.");
        findings.OfType<FinalistScore>().Single().Sentence.ShouldContain("(no interval: too few seeds)");
        findings[0].Sentence.ShouldStartWith("The data cannot tell which finalist is best.");
    }

    [Fact]
    public void One_seed_more_is_enough()
    {
        var pair = PairOf(Two((isAdam, seed) => isAdam ? 0.1 : 0.2) with { FreshSeeds = [[101, 102, 103, 104, 105, 106]] });

        (pair.Cost.ShouldNotBeNull().Interval is null, pair.Verdict).ShouldBe((false, PairVerdict.FirstIsBetter));
    }

    /// <summary>Adam is more often successful, gradient descent cheaper when it is: each is better in one respect.</summary>
    [Fact]
    public void Better_in_one_respect_each_is_mixed()
    {
        var analysis = Analyze(Two((isAdam, seed) => !isAdam && seed % 2 == 0 ? double.NaN : (isAdam ? 0.2 : 0.1) + (0.001 * (seed % 5))) with { FreshSeeds = [[.. Enumerable.Range(101, 24)]] });
        var pair = analysis.Confirmation.ShouldNotBeNull().Pairs.Single();

        pair.Verdict.ShouldBe(PairVerdict.Mixed);
        (pair.Cost.ShouldNotBeNull().Test.IsRejected, pair.Reliability.ShouldNotBeNull().Test.ShouldNotBeNull().IsRejected).ShouldBe((true, true));
        analysis.Confirmation!.Tests.ShouldBe(2);
        Answer.Derive(analysis).Findings[0].Sentence.ShouldEndWith("Against gd the data are mixed: see the comparison below.");
    }

    [Fact]
    public void The_second_may_be_better_though_its_mean_score_is_worse()
    {
        // Gradient descent is cheaper on ten of twelve seeds and diverges on two: its mean score is worse.
        var pair = PairOf(Two((isAdam, seed) => !isAdam && seed > 110 ? double.NaN : (isAdam ? 0.11 : 0.1) + (0.0001 * (seed % 5))));

        (pair.First.Confirmed.Compared, pair.Verdict).ShouldBe(("adam", PairVerdict.SecondIsBetter));
    }

    [Fact]
    public void Equal_finalists_are_undecided()
    {
        var result = ResultOf(Two((isAdam, seed) => 0.1 + (0.001 * seed)));

        var pair = result.Pairs.Single();
        (pair.Verdict, pair.Cost.ShouldNotBeNull().Test.PValue, pair.Superiority.ShouldNotBeNull().Share).ShouldBe((PairVerdict.Undecided, 1, 0.5));
        result.SeedsToSeparate(pair, Analyze(Two((_, _) => 0.1)).Objective).ShouldBeNull();
    }

    [Fact]
    public void The_correction_is_over_the_tests_of_all_pairs()
    {
        // Three finalists: three tests of cost, and the tests of reliability of gradient descent, which diverges on every second seed.
        var result = ResultOf(new SyntheticExperiment
        {
            Seeds = [1],
            FreshSeeds = [[.. Enumerable.Range(101, 16)]],
            Epochs = 1,
            Cost = (run, _) => run.Seed > 100 && run.Optimizer.Rule.Name == "gd" && run.Seed % 2 == 0 ? double.NaN
                : 0.1 + (0.05 * SyntheticExperiment.NumberOf(run)) + (0.001 * ((run.Seed * 7) % 5)),
        });

        result.Tests.ShouldBe(5);
        var tests = result.Pairs.SelectMany(pair => new[] { pair.Cost?.Test, pair.Reliability?.Test }).OfType<HolmMember>().ToList();
        tests.Count.ShouldBe(5);
        Holm.Adjust([.. tests.Select(test => test.PValue)]).ShouldBe(tests.Select(test => test.AdjustedPValue));
        result.LeastSeeds.ShouldBe(SignedRank.LeastCount(0.05 / 5));
    }

    [Fact]
    public void Seeds_to_separate_grow_with_the_noise_and_never_fall_below_the_least()
    {
        var (objective, counts) = (Analyze(Two((_, _) => 0.1)).Objective, new List<int?>());
        foreach (var noise in (double[])[0.001, 0.1, 0.2, 50])
        {
            var result = ResultOf(Two((isAdam, seed) => (isAdam ? 0.1 : 0.105) * Math.Exp(noise * (isAdam ? 1 : -1) * (((seed * 5) % 12) - 5.5) / 5.5)));
            counts.Add(result.Pairs.Single() is { First.Confirmed.Compared: "adam" } pair ? result.SeedsToSeparate(pair, objective) : null);
        }

        counts[0].ShouldBe(ResultOf(Two((_, _) => 0.1)).LeastSeeds);
        counts[1].ShouldNotBeNull().ShouldBeGreaterThan(6);
        counts[2].ShouldNotBeNull().ShouldBeGreaterThan(counts[1]!.Value);
        counts[3].ShouldBeNull();
    }

    [Fact]
    public void Several_finalists_of_one_value_have_their_whole_names()
    {
        var analysis = Analyze(new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.001, 0.01],
            FreshSeeds = [Fresh],
            IsFinalist = run => IsAdam(run) || run.LearningRate == 0.01,
            Epochs = 1,
            Cost = (run, _) => (IsAdam(run) ? 0.1 : 0.3) + (run.LearningRate == 0.01 ? 0.05 : 0) + (0.001 * (run.Seed % 5)),
        });

        analysis.Confirmation.ShouldNotBeNull().Pairs.Length.ShouldBe(3);
        Answer.Derive(analysis).Findings[0].Sentence.ShouldStartWith(
            "Use adam (learning rate 0.001, batch size 64). On 12 fresh seeds, it is significantly better in final cost than adam (learning rate 0.01, batch size 64) and gd ");
    }

    [Fact]
    public void A_finalist_without_a_completed_run_has_no_place()
    {
        var analysis = Analyze(Two((isAdam, seed) => isAdam ? 0.1 : double.NaN));
        var answer = Answer.Derive(analysis);

        analysis.Confirmation.ShouldNotBeNull().Finalists.Select(finalist => finalist.Confirmed.Score is null).ShouldBe([false, true]);
        answer.Findings[0].Sentence.ShouldBe("adam (learning rate 0.001, batch size 64) is the only finalist with a completed run on 12 fresh seeds. It was compared with no other, so this is no verdict.");
        answer.Limits.OfType<LostFinalists>().ShouldHaveSingleItem().Sentence.ShouldBe("gd (learning rate 0.001, batch size 64) reached no score in the confirmation and has no place in the comparison.");
    }

    [Fact]
    public void A_confirmation_without_a_completed_run_leaves_the_candidate()
    {
        var analysis = Analyze(Two((_, seed) => seed > 100 ? double.NaN : 0.1));
        var answer = Answer.Derive(analysis);

        analysis.Confirmation.ShouldNotBeNull().Leader.ShouldBeNull();
        answer.Findings[0].ShouldBeOfType<Candidate>();
        answer.Findings.OfType<Convergence>().ShouldHaveSingleItem().Sentence.ShouldNotContain("fresh");
    }

    [Fact]
    public void A_second_confirmation_replaces_the_first()
    {
        // On the first, Adam is better; on the second, gradient descent.
        var analysis = Analyze(Two((isAdam, seed) => (isAdam == (seed < 200) ? 0.1 : 0.2) + (0.001 * (seed % 5))) with { FreshSeeds = [Fresh, [.. Enumerable.Range(201, 9)]] });
        var answer = Answer.Derive(analysis);

        var result = analysis.Confirmation.ShouldNotBeNull();
        (result.Round, result.Seeds, result.Leader.ShouldNotBeNull().Confirmed.Compared).ShouldBe((2, 9, "gd"));
        result.Finalists.SelectMany(finalist => finalist.Confirmed.Runs).ShouldAllBe(run => run.Specification.Seed > 200);
        answer.Findings[0].Sentence.ShouldStartWith("Use gd ");
        answer.Limits.OfType<RepeatedConfirmation>().ShouldHaveSingleItem().Sentence.ShouldStartWith("This is confirmation 2; only its seeds are tested.");
    }

    [Fact]
    public void An_unfinished_confirmation_is_declared()
    {
        var experiment = Two((isAdam, seed) => isAdam ? 0.1 : 0.2) with { Change = run => run.Specification.Seed == 112 ? run with { State = RunState.Running, Result = null } : run };

        var analysis = Analyze(experiment);

        analysis.Confirmation.ShouldNotBeNull().IsUnfinished.ShouldBeTrue();
        analysis.Confirmation!.Pairs.Single().Cost.ShouldNotBeNull().Seeds.ShouldBe(11);
        Answer.Derive(analysis).Limits.OfType<UnfinishedConfirmation>().Count().ShouldBe(1);
    }

    [Fact]
    public void A_finalist_has_its_runs_of_the_search_beside_it()
    {
        var result = ResultOf(Two((isAdam, seed) => seed > 100 ? 0.2 : 0.1));

        foreach (var finalist in result.Finalists)
        {
            finalist.Chosen.ShouldNotBeNull().Runs.ShouldAllBe(run => run.Confirmation == 0 && SyntheticExperiment.OptimizerOf(run) == finalist.Confirmed.Compared);
        }
    }

    /// <summary>Gradient descent and Adam with one configuration each, and twelve fresh seeds.</summary>
    private static SyntheticExperiment Two(Func<bool, int, double> cost) => new()
    {
        Optimizers = ["gd", "adam"],
        LearningRates = [0.001],
        Seeds = [1, 2],
        FreshSeeds = [Fresh],
        Epochs = 1,
        Cost = (run, _) => cost(IsAdam(run), (int)run.Seed),
    };

    private static bool IsAdam(NetworkRun run) => run.Optimizer.Rule.Name == "adam";

    private static bool IsAdam(RunRecord run) => SyntheticExperiment.OptimizerOf(run) == "adam";

    private static ExperimentAnalysis Analyze(SyntheticExperiment experiment) => ExperimentAnalysis.Analyze(experiment.Build());

    private static ConfirmationResult ResultOf(SyntheticExperiment experiment) => Analyze(experiment).Confirmation.ShouldNotBeNull();

    private static FinalistPair PairOf(SyntheticExperiment experiment) => ResultOf(experiment).Pairs.Single();
}
