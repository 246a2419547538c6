using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;

namespace NNOptim.Coordinator.Tests.Reporting.Figures;

public class ZeroCostTests
{
    [Fact]
    public void The_best_configuration_is_drawn_though_its_cost_is_zero()
    {
        var analysis = ExperimentAnalysis.Analyze(new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.001, 0.01, 0.1],
            BatchSizes = [16, 64],
            Seeds = [1, 2],
            Epochs = 300,
            Cost = (run, _) => run.LearningRate == 0.1 ? 0 : run.LearningRate * run.LearningRate * run.Seed,
        }.Build());

        SensitivityFigure.Draw(analysis).ShouldNotBeNull().AltText.ShouldContain("is lowest at 0.1 with 0.000000");
        ParallelFigure.Draw(analysis).ShouldNotBeNull().AltText.ShouldContain("the best is gd with learning rate 0.1, batch size 16");
        HeatmapFigure.Draw(analysis).ShouldNotBeNull().Caption.ShouldContain("from 0 (light)");
    }

    [Theory]
    [InlineData(new[] { 0.0, 0.001, 1 }, true, 0.001)]
    [InlineData(new[] { 0.0, 0.5, 1 }, false, 0.0)]
    [InlineData(new[] { 0.0, 0 }, false, 0.0)]
    public void A_scale_with_zeros_is_logarithmic_if_the_other_costs_require_it(double[] costs, bool logarithmic, double least)
    {
        var scale = ObjectiveScale.Choose([.. costs], hasLogarithm: true);

        (scale.IsLogarithmic, scale.Least).ShouldBe((logarithmic, least));
        double.IsFinite(scale.Place(0)).ShouldBeTrue();
    }
}
