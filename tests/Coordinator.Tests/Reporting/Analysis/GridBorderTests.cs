using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class GridBorderTests
{
    [Fact]
    public void A_best_value_inside_has_no_border() => Borders("learning_rate", ParameterValue.Numbers(0.001, 0.01, 0.1), "0.01").ShouldBeEmpty();

    [Theory]
    [InlineData("0.1", 0.1, 0.4)]
    [InlineData("0.001", 0.001, 0.00004)]
    public void The_suggestion_is_as_far_outside_as_the_next_value_is_inside_on_a_logarithmic_scale(string best, double value, double suggested)
    {
        var border = Borders("learning_rate", ParameterValue.Numbers(0.001, 0.025, 0.1), best).ShouldHaveSingleItem();

        (border.Compared, border.Parameter.Name, border.Value).ShouldBe(("gd", "learning_rate", value));
        border.Suggested.ShouldBe(suggested, 1e-12);
    }

    [Fact]
    public void Values_in_any_order_have_the_same_border() =>
        Borders("learning_rate", ParameterValue.Numbers(0.1, 0.001, 0.01), "0.1").ShouldHaveSingleItem().Suggested.ShouldBe(1, 1e-12);

    [Theory]
    [InlineData("16", 16, 4)]
    [InlineData("100", 100, 156)] // 100 * 100 / 64, rounded
    public void A_whole_number_has_a_whole_suggestion(string best, double value, double suggested)
    {
        var border = Borders("batch_size", ParameterValue.Integers(16, 64, 100), best).Single(border => border.Parameter.Name == "batch_size");

        (border.Value, border.Suggested).ShouldBe((value, suggested));
    }

    /// <summary>Below a batch of 1 there is nothing: 1 * 1 / 2, rounded, is 0 or 1 itself.</summary>
    [Fact]
    public void A_batch_of_one_cannot_be_smaller() => Borders("batch_size", ParameterValue.Integers(1, 2, 4), "1").ShouldBeEmpty();

    /// <summary>Momentum lies below 1.</summary>
    [Fact]
    public void The_limits_of_a_type_are_respected()
    {
        Borders("adam_beta1", ParameterValue.Numbers(0.8, 0.9, 0.99), "0.99", "adam").ShouldBeEmpty();
        Borders("adam_beta1", ParameterValue.Numbers(0.8, 0.85, 0.9), "0.9", "adam").ShouldHaveSingleItem().Suggested.ShouldBe(0.9 * 0.9 / 0.85, 1e-12);

        // 0 is the least, and is allowed.
        Borders("adam_beta1", ParameterValue.Numbers(0, 0.5, 0.9), "0", "adam").ShouldBeEmpty();
    }

    [Fact]
    public void Where_a_value_is_zero_the_scale_is_linear() =>
        Borders("adam_beta1", ParameterValue.Numbers(0, 0.3, 0.4), "0.4", "adam").ShouldHaveSingleItem().Suggested.ShouldBe(0.5, 1e-12);

    [Fact]
    public void Every_axis_but_the_seeds_and_the_budget_is_examined()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.001, 0.01],
            BatchSizes = [16, 64],
            Seeds = [1, 2],
            Others = [("adam_beta1", ParameterValue.Numbers(0.8, 0.9))],
            Epochs = 1,
            Change = run => SyntheticExperiment.WithMetric(run, "final_cost", 0.001 * run.Number),
        };
        var record = experiment.Build();
        record = record with { Specification = record.Specification.With("epochs", ParameterValue.Integers(1, 2)) };

        GridBorder.Find(ExperimentAnalysis.Analyze(record)).Select(border => (border.Compared, border.Parameter.Name)).Order().ShouldBe(
            [("adam", "adam_beta1"), ("adam", "batch_size"), ("adam", "learning_rate"), ("gd", "batch_size"), ("gd", "learning_rate")]);
    }

    [Fact]
    public void A_value_without_a_completed_run_has_no_border() =>
        GridBorder.Find(ExperimentAnalysis.Analyze(new SyntheticExperiment { LearningRates = [0.001, 0.01], Epochs = 1, Cost = (_, _) => double.NaN }.Build())).ShouldBeEmpty();

    /// <summary>The borders when one value of a parameter is the best. Another optimiser beside keeps that parameter from being compared.</summary>
    private static List<GridBorder.BorderCase> Borders(string parameter, System.Collections.Immutable.ImmutableArray<ParameterValue> values, string best, string optimizer = "gd")
    {
        var experiment = new SyntheticExperiment { Optimizers = [optimizer, "momentum"], Epochs = 1 };
        experiment = parameter switch
        {
            "learning_rate" => experiment with { LearningRates = [.. values.Cast<ParameterValue.Number>().Select(number => number.Value)] },
            "batch_size" => experiment with { BatchSizes = [.. values.Cast<ParameterValue.Integer>().Select(number => (int)number.Value)] },
            _ => experiment with { Others = [(parameter, values)] },
        };
        experiment = experiment with { Change = run => SyntheticExperiment.WithMetric(run, "final_cost", run.Specification.Values[parameter]?.ToString() == best ? 0.1 : 0.3) };
        return [.. GridBorder.Find(ExperimentAnalysis.Analyze(experiment.Build())).Where(border => border.Compared == optimizer)];
    }
}
