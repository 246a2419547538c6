using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Findings;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class AnswerTests
{
    private static readonly int[] Fresh = [.. Enumerable.Range(11, 10)];

    [Fact]
    public void Names_the_candidate_first_and_how_to_confirm_it()
    {
        var answer = AnswerOf(new SyntheticExperiment { Seeds = [1, 2, 3] });

        answer.Findings[0].Sentence.ShouldStartWith("Candidate: adam (learning rate 0.0007, batch size 64). Of the 3 configurations tried it has the least mean final cost: ");
        answer.Findings[1].Sentence.ShouldEndWith(" To test it on fresh seeds: nnoptim confirm k3f9x2ma");
        Sentences(answer).ShouldAllBe(sentence => !sentence.Contains("significant") && !sentence.Contains("interval"));
    }

    [Fact]
    public void A_single_configuration_is_no_candidate_to_confirm()
    {
        var answer = AnswerOf(new SyntheticExperiment { Optimizers = ["gd"] });

        answer.Findings[0].Sentence.ShouldStartWith("One configuration was tried: gd (learning rate 0.0007, batch size 64). Its final cost over 1 seed is ");
        answer.Findings.OfType<Unconfirmed>().ShouldBeEmpty();
    }

    [Fact]
    public void A_decided_confirmation_says_what_to_use()
    {
        var answer = AnswerOf(new SyntheticExperiment { Seeds = [1, 2, 3], FreshSeeds = [Fresh], Epochs = 100, Cost = Apart });

        answer.Findings[0].Sentence.ShouldBe(
            "Use adam (learning rate 0.0007, batch size 64). On 10 fresh seeds, it is significantly better in final cost than momentum and gd (5 % level, Holm's correction over 3 tests).");
        answer.Findings.OfType<Unconfirmed>().ShouldBeEmpty();
        answer.Findings.OfType<Candidate>().ShouldBeEmpty();
        answer.Findings.OfType<PairFinding>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_confirmation_that_cannot_tell_says_so_and_how_many_seeds_would()
    {
        // The difference is 0.01 on six of ten seeds, and -0.005 on four.
        var answer = AnswerOf(new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            Seeds = [1, 2, 3],
            FreshSeeds = [Fresh],
            Epochs = 100,
            Cost = (run, _) => run.Optimizer.Rule.Name == "adam" ? 0.2 : run.Seed % 5 < 3 ? 0.21 + (0.0001 * run.Seed) : 0.195,
        });

        answer.Findings[0].Sentence.ShouldStartWith("The data cannot tell which finalist is best. On 10 fresh seeds, adam (learning rate 0.0007, batch size 64) has the best mean score. "
            + "The data cannot tell it from gd. If the differences are as large as they look, about ");
        answer.Findings[0].Sentence.ShouldEndWith(" seeds in one confirmation would tell with 80 % probability.");
        answer.Findings.OfType<PairFinding>().ShouldHaveSingleItem().Sentence.ShouldContain("after correction: not significant.");
    }

    /// <summary>Nine of ten runs at 0.015 and one diverged, against ten of ten at 0.247: a comparison of completed means, or of ranks by divergence, was wrong here.</summary>
    [Theory]
    [InlineData(0.6931471805599453)]
    [InlineData(null)]
    public void One_diverged_run_makes_no_false_lead_in_cost(double? constant)
    {
        var analysis = ExperimentAnalysis.Analyze(FalseLead(constant));
        var answer = Answer.Derive(analysis);

        var pair = answer.Findings.OfType<PairFinding>().ShouldHaveSingleItem();
        Sentences(answer).ShouldAllBe(sentence => !sentence.Contains("Use adam") && !sentence.Contains("better than gd"));
        var (cost, sign) = (pair.Pair.Cost.ShouldNotBeNull(), pair.Leader == "gd" ? -1 : 1);
        Math.Sign(cost.Estimate).ShouldBe(sign);
        cost.Seeds.ShouldBe(9);
        pair.Pair.Superiority.ShouldNotBeNull().Share.ShouldBe(sign < 0 ? 0.9 : 0);
    }

    /// <summary>The run of gd without a score ranks it second, but its mean score is the lower one.</summary>
    [Fact]
    public void Where_a_run_has_no_score_the_best_mean_score_is_not_claimed_of_all()
    {
        var confirmed = Answer.Derive(ExperimentAnalysis.Analyze(FalseLead(null))).Findings;
        var searched = AnswerOf(new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            Seeds = [1, 2],
            Epochs = 1,
            ConstantCost = null,
            Cost = (run, _) => run.Optimizer.Rule.Name == "adam" ? 0.2 : run.Seed == 2 ? double.NaN : 0.1,
        }).Findings;

        confirmed[0].Sentence.ShouldContain("adam (learning rate 0.0007, batch size 64) has the best mean score of those with the fewest runs without a score. Against gd the data are mixed");
        searched[0].Sentence.ShouldBe("Candidate: adam (learning rate 0.0007, batch size 64). Of the 2 configurations tried "
            + "(of those with the fewest runs without a score) it has the least mean final cost: 0.200000 over 2 seeds.");
    }

    [Fact]
    public void Of_many_finalists_the_answer_compares_the_leader_with_the_ten_best()
    {
        var findings = AnswerOf(new SyntheticExperiment
        {
            Optimizers = ["adam"],
            LearningRates = [.. Enumerable.Range(1, 13).Select(i => i / 1000.0)],
            Seeds = [1, 2],
            FreshSeeds = [[11, 12, 13]],
            Epochs = 1,
            Cost = (run, _) => run.LearningRate,
        }).Findings;

        findings.OfType<PairFinding>().Select(pair => pair.Rival).ShouldBe(Enumerable.Range(2, 10).Select(i => $"learning rate {i / 1000.0}"));
        findings.OfType<FurtherPairs>().ShouldHaveSingleItem().Pairs.ShouldBe(2);
    }

    [Fact]
    public void A_median_without_an_interval_tells_why()
    {
        var unscored = AnswerOf(new SyntheticExperiment
        {
            Optimizers = ["gd"],
            FreshSeeds = [Fresh],
            Epochs = 1,
            ConstantCost = null,
            Cost = (run, _) => run.Seed == 15 ? double.NaN : 0.1,
        });

        unscored.Findings.OfType<FinalistScore>().ShouldHaveSingleItem().Sentence.ShouldContain("(no interval: not every run has a score)");
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(0.0001, "1.0002")]
    [InlineData(-0.000001, "0.999998")]
    [InlineData(-0.0605, "0.87")]
    [InlineData(1, "10")]
    public void A_ratio_beside_one_is_not_shown_as_one(double logarithm, string text) => NNOptim.Reporting.Wording.Ratio(logarithm).ShouldBe(text);

    [Fact]
    public void Where_a_constant_prediction_is_known_the_lower_cost_with_one_diverged_run_leads()
    {
        var answer = Answer.Derive(ExperimentAnalysis.Analyze(FalseLead(0.6931471805599453)));

        answer.Findings[0].Sentence.ShouldStartWith("Use gd (learning rate 0.0007, batch size 64). On 10 fresh seeds, it is significantly better in final cost than adam");
        answer.Findings.OfType<FinalistScore>().ShouldHaveSingleItem().Sentence.ShouldContain("1 of 10 runs unsuccessful (95 % interval");
        answer.Findings.OfType<PairFinding>().ShouldHaveSingleItem().Sentence.ShouldEndWith("Only gd was unsuccessful on 1 seed, only adam on 0: too few to compare their reliability.");
    }

    [Fact]
    public void One_seed_is_said_to_be_one() =>
        AnswerOf(new SyntheticExperiment()).Limits.OfType<OneSeed>().ShouldHaveSingleItem().Sentence.ShouldStartWith("One seed:");

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    public void Fewer_than_five_seeds_are_few(int seeds, int told) =>
        AnswerOf(new SyntheticExperiment { Seeds = [.. Enumerable.Range(1, seeds)] }).Limits.OfType<FewSeeds>().Count().ShouldBe(told);

    [Fact]
    public void Few_seeds_of_a_search_do_not_matter_after_a_confirmation() =>
        AnswerOf(new SyntheticExperiment { Seeds = [1, 2], FreshSeeds = [Fresh], Epochs = 100, Cost = Apart }).Limits.OfType<FewSeeds>().ShouldBeEmpty();

    [Fact]
    public void The_fixed_correction_is_declared() =>
        AnswerOf(new SyntheticExperiment { Correction = "fixed_at_two" }).Limits.ShouldContain(new FixedAdamCorrection());

    [Fact]
    public void A_best_learning_rate_on_the_border_is_named() =>
        AnswerOf(new SyntheticExperiment { LearningRates = [0.0001, 0.0003] }).Limits.Select(limit => limit.Sentence)
            .ShouldContain("gd's best learning rate, 0.0003, lies on the border of the grid: extend it to 0.0009.");

    [Fact]
    public void Nothing_completed_is_said_plainly()
    {
        var answer = AnswerOf(new SyntheticExperiment { Cost = (_, _) => double.NaN });

        answer.Findings.Select(finding => finding.Sentence).ShouldBe(["No run completed (3 diverged), so there is nothing to compare."]);
    }

    [Fact]
    public void Unfinished_runs_are_counted() =>
        AnswerOf(new SyntheticExperiment { Change = run => run.Number == 1 ? run with { State = RunState.Running, Result = null } : run })
            .Limits.ShouldContain(new UnendedRuns(1, 3));

    [Fact]
    public void A_value_that_completed_no_run_is_named() =>
        AnswerOf(new SyntheticExperiment { Cost = (run, epoch) => run.Optimizer.Rule.Name == "gd" ? double.NaN : SyntheticExperiment.SmoothCost(run, epoch) })
            .Findings.OfType<LostValues>().ShouldHaveSingleItem().Sentence.ShouldBe("gd completed no run and has no place in the comparison.");

    [Fact]
    public void Times_to_the_target_name_those_that_never_reached_it() =>
        AnswerOf(new SyntheticExperiment { Cost = (run, epoch) => run.Optimizer.Rule.Name == "adam" && epoch >= 99 ? 0.1 : 0.5 }).Findings.OfType<Convergence>()
            .ShouldHaveSingleItem().Sentence.ShouldBe(
                "Epochs trained to the target cost of 0.2: adam 100 (1 of 1 run reached it at some epoch); gd more than 5,000 (0 of 1 run reached it at some epoch); momentum more than 5,000 (0 of 1 run reached it at some epoch).");

    /// <summary>The configuration was chosen on the seeds of the search, so an interval over them would be too good.</summary>
    [Fact]
    public void Only_fresh_seeds_have_an_interval_of_the_time_to_the_target()
    {
        var experiment = new SyntheticExperiment { Seeds = [1, 2, 3, 4, 5, 6, 7, 8], Epochs = 300, Cost = (run, epoch) => epoch > 10 * run.Seed ? 0.1 + (0.001 * SyntheticExperiment.NumberOf(run)) : 0.5 };

        AnswerOf(experiment).Findings.OfType<Convergence>().ShouldHaveSingleItem().Sentence.ShouldNotContain("interval");
        AnswerOf(experiment with { FreshSeeds = [[.. Enumerable.Range(11, 8)]] }).Findings.OfType<Convergence>().ShouldHaveSingleItem().Sentence
            .ShouldContain("gd 147, 95 % interval 112 to 182 (8 of 8 runs reached it at some epoch)");
    }

    [Fact]
    public void Overshoot_is_the_median_over_seeds_with_its_greatest()
    {
        // Seed 1 rises by 0.2, seed 2 by 0.4, seed 3 by 0.6.
        var experiment = new SyntheticExperiment { Optimizers = ["gd"], Seeds = [1, 2, 3], Cost = (run, epoch) => epoch == 500 ? 0.3 + (0.2 * run.Seed) : 0.3 };

        AnswerOf(experiment).Findings.OfType<Overshoot>().ShouldHaveSingleItem().Sentence
            .ShouldBe("Overshoot, the largest rise of the epoch cost above its running minimum, median over seeds: gd 0.400000 (at most 0.600000).");
    }

    [Fact]
    public void Unsuccessful_runs_are_counted_by_kind()
    {
        var experiment = new SyntheticExperiment { Cost = (run, _) => run.Optimizer.Rule.Name == "gd" ? double.NaN : run.Optimizer.Rule.Name == "adam" ? 0.7 : 0.1, Accuracy = (_, cost) => cost > 0.5 ? 0.5 : 0.9 };

        AnswerOf(experiment).Limits.OfType<UnsuccessfulRuns>().ShouldHaveSingleItem().Sentence.ShouldStartWith(
            "Of 3 runs, 1 diverged and 1 learnt nothing. A run that diverged or failed scores as a constant prediction ");
        AnswerOf(experiment with { ConstantCost = null, ConstantAccuracy = null }).Limits.OfType<UnsuccessfulRuns>().ShouldHaveSingleItem().Sentence.ShouldBe(
            "Of 3 runs, 1 diverged. Runs that diverged or failed have no score, and their configurations rank below all others.");
    }

    [Theory]
    [InlineData(0, "No examples were held out:")]
    [InlineData(0.2, "Configurations were chosen and compared by the final cost of the training examples.")]
    public void An_objective_of_the_training_examples_is_said_to_be_one(double fraction, string expected)
    {
        var experiment = new SyntheticExperiment().Build();
        var specification = experiment.Specification;

        var answer = Answer.Derive(ExperimentAnalysis.Analyze(experiment with
        {
            Specification = specification with { Dataset = specification.Dataset with { TestFraction = fraction } },
        }));

        answer.Limits.OfType<ChosenOnTraining>().ShouldHaveSingleItem().Sentence.ShouldStartWith(expected);
    }

    [Theory]
    [InlineData(false, "On the held-out examples, which chose nothing (means over completed seeds, not tested): adam (learning rate 0.0007, batch size 64) test accuracy 90.00 %.")]
    [InlineData(true, "On the held-out examples, which chose nothing (means over completed fresh seeds, not tested): "
        + "adam test accuracy 80.00 %; momentum test accuracy 80.00 %; gd test accuracy 80.00 %.")]
    public void Held_out_examples_are_shown_beside_the_choice(bool isConfirmed, string expected)
    {
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2],
            FreshSeeds = isConfirmed ? [[3, 4]] : [],
            Change = run => SyntheticExperiment.WithMetric(run, "test_accuracy", run.Confirmation == 1 ? 0.8 : 0.9),
        };

        AnswerOf(experiment).Findings.OfType<HeldOut>().ShouldHaveSingleItem().Sentence.ShouldBe(expected);
    }

    [Fact]
    public void Unequal_tuning_budgets_are_told_with_the_best_expected_of_the_smallest()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            Others = [("adam_beta1", ParameterValue.Numbers(0.8, 0.9, 0.95))],
            Epochs = 100,
            Change = run => SyntheticExperiment.WithMetric(run, "final_cost", (run.Specification.Values["adam_beta1"]?.ToString() ?? "") switch { "0.8" => 0.1, "0.9" => 0.2, "0.95" => 0.3, _ => 0.4 }),
        };

        var budgets = AnswerOf(experiment).Findings.OfType<TuningBudgets>().ShouldHaveSingleItem();

        // The best of one random configuration of three is their mean.
        budgets.Sentence.ShouldEndWith("(in parentheses: the expected final cost of the best of 1 random ones): adam 3 (0.200000); gd 1 (0.400000).");
    }

    [Fact]
    public void Equal_tuning_budgets_are_not_told() =>
        AnswerOf(new SyntheticExperiment { LearningRates = [0.001, 0.01] }).Findings.OfType<TuningBudgets>().ShouldBeEmpty();

    /// <summary>The expected best is unknown where a configuration has no score. The budgets are known all the same.</summary>
    [Fact]
    public void Unequal_tuning_budgets_are_told_even_where_a_configuration_of_each_value_diverged_everywhere()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.01, 10],
            Others = [("adam_beta1", ParameterValue.Numbers(0.8, 0.9))],
            Epochs = 100,
            Cost = (run, _) => run.LearningRate > 1 ? double.NaN : 0.1,
        };

        AnswerOf(experiment).Findings.OfType<TuningBudgets>().ShouldHaveSingleItem().Sentence.ShouldBe(
            "The tuning budgets differ, which favours the larger ones. Configurations tried: gd 2; adam 4.");
    }

    private static ExperimentRecord FalseLead(double? constant) => new SyntheticExperiment
    {
        Optimizers = ["gd", "adam"],
        Seeds = [1, 2],
        FreshSeeds = [Fresh],
        Epochs = 100,
        ConstantCost = constant,
        Cost = (run, _) => (run.Optimizer.Rule.Name == "adam" ? 0.247 : run.Seed == 15 ? double.NaN : 0.015) + (0.0001 * run.Seed),
    }.Build();

    private static double Apart(NNOptim.Training.NetworkRun run, int epoch) => 0.4 - (0.1 * SyntheticExperiment.NumberOf(run)) + (0.001 * run.Seed);

    private static IEnumerable<string> Sentences(Answer answer) => answer.Findings.Concat(answer.Limits).Select(finding => finding.Sentence);

    private static Answer AnswerOf(SyntheticExperiment experiment) => Answer.Derive(ExperimentAnalysis.Analyze(experiment.Build()));
}
