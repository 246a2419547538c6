using CsCheck;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class ImportanceTests
{
    [Fact]
    public void The_only_hyperparameter_with_an_effect_has_all_of_the_variance()
    {
        var experiment = new SyntheticExperiment
        {
            LearningRates = [0.001, 0.01],
            BatchSizes = [16, 64],
            Cost = (run, _) => run.LearningRate,
            Epochs = 100,
        };

        var whole = Estimate(experiment)[0];

        whole.Compared.ShouldBeNull();
        whole.Parts[0].Name.ShouldBe("learning rate");
        whole.Parts[0].Share.ShouldBe(1, 1e-9);
        whole.Parts.Length.ShouldBe(6);
    }

    [Fact]
    public void An_interaction_is_named()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.001, 0.01],
            Seeds = [1, 2],
            Cost = (run, _) => (run.Optimizer.Rule.Name == "adam") == (run.LearningRate < 0.005) ? 0.1 : 0.5,
            Epochs = 100,
        };

        var part = Estimate(experiment)[0].Parts[0];

        part.Name.ShouldBe("optimizer x learning rate");
        part.Share.ShouldBe(1, 1e-9);
        Answer.Derive(ExperimentAnalysis.Analyze(experiment.Build())).Findings.Select(finding => finding.Sentence)
            .ShouldContain("Where the variance of the final cost's logarithm over the search lies: optimizer x learning rate 100 %.");
    }

    [Fact]
    public void A_diverged_run_counts_as_the_worst_and_leaves_no_gap()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd"],
            LearningRates = [0.001, 0.01, 1],
            Cost = (run, _) => run.LearningRate == 1 ? double.NaN : run.LearningRate,
            Epochs = 100,
        };

        Estimate(experiment)[0].Parts[0].Share.ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData(RunState.Pending)]
    [InlineData(RunState.Cancelled)]
    public void A_grid_that_has_not_ended_everywhere_is_not_decomposed(RunState state) =>
        Estimate(new SyntheticExperiment
        {
            Optimizers = ["gd"],
            LearningRates = [0.001, 0.01],
            Change = run => run.Number == 1 ? run with { State = state, Result = null } : run,
        }).ShouldBeEmpty();

    [Fact]
    public void The_seeds_and_the_unexplained_rest_are_named_apart()
    {
        // Costs of 10^(seed) and 10^(settings): both additive in the logarithm. The third differs for one setting.
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd"],
            LearningRates = [0.001, 0.01],
            Seeds = [1, 2, 3, 4],
            Epochs = 100,
            ConstantCost = null,
            ConstantAccuracy = null,
            Cost = (run, _) => Math.Pow(10, -(run.Seed % 2) - (run.LearningRate == 0.01 ? 1 : 0) - ((run.LearningRate == 0.01) == (run.Seed <= 2) ? 0.5 : 0)),
        };

        // numpy: of the logarithms, the variances 0.25 (rate), 0.25 (seed: even or odd), 0.0625 (half of the seeds with a rate), 0.5625 in all.
        var whole = Estimate(experiment)[0];

        (whole.Parts.Single().Name, whole.Rest[0].Name, whole.Rest[1].Name).ShouldBe(("learning rate", "seed", "unexplained (seed with settings)"));
        whole.Parts[0].Share.ShouldBe(0.25 / 0.5625, 1e-9);
        whole.Rest[0].Share.ShouldBe(0.25 / 0.5625, 1e-9);
        whole.Rest[1].Share.ShouldBe(0.0625 / 0.5625, 1e-9);
        whole.All.Select(part => part.Name).ShouldContain("seed");
    }

    [Fact]
    public void A_parameter_that_only_one_optimiser_has_is_included()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.001, 0.01],
            Others = [("adam_beta1", ParameterValue.Numbers(0.8, 0.9, 0.95))],
            Seeds = [1, 2],
            Epochs = 100,
            Change = run => SyntheticExperiment.WithMetric(run, "final_cost", run.Specification.Values["adam_beta1"]?.ToString() == "0.9" ? 0.1 : 0.4),
        };

        var shares = Estimate(experiment);

        shares.Select(importance => importance.Compared).ShouldBe([null, "adam"]);
        shares[0].Rest[0].Name.ShouldBe("adam beta1");
        shares[0].Rest[0].Share.ShouldBeGreaterThan(0.5);
        var within = shares[1].Parts.Single(part => part.Name == "adam beta1");
        within.Share.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Shares_are_of_one_whole_whatever_became_of_runs() =>
        Gen.Select(Gen.Double[0.001, 2].Array[2 * 2 * 2 * 3], Gen.Int[0, 9].Array[2 * 2 * 2 * 3]).Sample((costs, states) =>
        {
            var experiment = new SyntheticExperiment
            {
                Optimizers = ["gd", "adam"],
                LearningRates = [0.001, 0.01],
                BatchSizes = [16, 64],
                Seeds = [1, 2, 3],
                Epochs = 1,
                Change = run => states[run.Number - 1] == 0
                    ? run with { State = RunState.Failed, Result = null, Costs = [] }
                    : SyntheticExperiment.WithMetric(run, "final_cost", costs[run.Number - 1]),
            };

            foreach (var importance in Estimate(experiment))
            {
                (importance.Parts.Sum(part => part.Share) + importance.Higher + importance.Rest.Sum(part => part.Share)).ShouldBe(1, 1e-9);
                importance.All.Sum(part => part.Share).ShouldBe(1, 1e-9);
                importance.All.ShouldAllBe(part => part.Share > 0 && part.Share <= 1 + 1e-9);
            }
        });

    private static System.Collections.Immutable.ImmutableArray<Importance> Estimate(SyntheticExperiment experiment) => ExperimentAnalysis.Analyze(experiment.Build()).Importance;
}
