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
        (whole.Parts[0].Name, whole.Parts[0].Interaction).ShouldBe(("learning rate", false));
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
            Cost = (run, _) => (run.Optimizer.Rule.Name == "adam") == (run.LearningRate < 0.005) ? 0.1 : 0.5,
            Epochs = 100,
        };

        var part = Estimate(experiment)[0].Parts[0];

        (part.Name, part.Interaction).ShouldBe(("optimizer x learning rate", true));
        part.Share.ShouldBe(1, 1e-9);
        Answer.Derive(ExperimentAnalysis.Analyze(experiment.Build())).Findings.ShouldContain(finding => finding.StartsWith("What matters most: the interaction optimizer x learning rate, with 100 % of the variance"));
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

    private static System.Collections.Immutable.ImmutableArray<Importance> Estimate(SyntheticExperiment experiment) => ExperimentAnalysis.Analyze(experiment.Build()).Importance;
}
