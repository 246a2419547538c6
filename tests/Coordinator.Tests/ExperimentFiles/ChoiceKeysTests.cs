using NNOptim.ExperimentFiles;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>The keys that say how configurations are compared: the objective, the compared parameter, the confirmation.</summary>
public class ChoiceKeysTests
{
    private const string Base = """
        name: first
        dataset: {kind: moons}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 50}
        grid:
          optimizer: [gd, momentum, adam]
          learning_rate: [0.01, 0.001]
          seed: 1..3

        """;

    [Theory]
    [InlineData("", null)]
    [InlineData("confirmation:", null)]
    [InlineData("confirmation: null", null)]
    [InlineData("confirmation: false", null)]
    [InlineData("confirmation: true", "1 optimizer 20")]
    [InlineData("confirmation: yes", "1 optimizer 20")]
    [InlineData("confirmation: Yes", "1 optimizer 20")]
    [InlineData("confirmation: TRUE", "1 optimizer 20")]
    [InlineData("confirmation: NO", null)]
    [InlineData("confirmation: {}", "1 optimizer 20")]
    [InlineData("confirmation: {seeds: 5}", "1 optimizer 5")]
    [InlineData("confirmation: {finalists: 3, per: none}", "3 none 20")]
    [InlineData("compare: learning_rate\nconfirmation: {seeds: 2}", "1 learning_rate 2")]
    [InlineData("confirmation: {per: adam_beta1}", "1 adam_beta1 20")]
    public void A_confirmation_has_what_is_written_and_the_defaults(string text, string? expected) =>
        Describe(Read(text).Confirmation).ShouldBe(expected);

    [Theory]
    [InlineData("", "confirmation.seeds=5", "1 optimizer 5")]
    [InlineData("confirmation: true", "confirmation.seeds=5", "1 optimizer 5")]
    [InlineData("confirmation: no", "confirmation=yes", "1 optimizer 20")]
    [InlineData("confirmation: {finalists: 2}", "confirmation=false", null)]
    [InlineData("confirmation: false", "confirmation=true", "1 optimizer 20")]
    [InlineData("confirmation: {finalists: 2}", "confirmation.per=none", "2 none 20")]
    public void The_command_line_changes_a_confirmation(string text, string change, string? expected) =>
        Describe(Read(text, change).Confirmation).ShouldBe(expected);

    [Theory]
    [InlineData("", "final_cost")]
    [InlineData("objective: train_accuracy", "train_accuracy")]
    [InlineData("objective: cost", "final_cost")]
    [InlineData("objective: {metric: cost, summary: best}", "best_cost")]
    [InlineData("objective: {metric: cost, summary: mean_of_last}", "mean_of_last_cost")]
    [InlineData("objective: {metric: cost}", "final_cost")]
    [InlineData("objective:", "final_cost")]
    public void An_objective_is_a_metric_or_the_summary_of_a_series(string text, string expected) => Read(text).Objective.ShouldBe(expected);

    [Fact]
    public void The_command_line_adds_a_summary_to_an_objective() => Read("objective: cost", "objective.summary=best").Objective.ShouldBe("best_cost");

    [Fact]
    public void The_compared_parameter_is_the_one_of_the_file()
    {
        Read("compare: learning_rate").Compared!.Name.ShouldBe("learning_rate");
        Read("").Compared!.Name.ShouldBe("optimizer");
        Read("", "grid.optimizer=gd").Compared!.Name.ShouldBe("learning_rate");
    }

    [Theory]
    [InlineData("objective: test_accuracy", "first.yaml:9:12: objective.metric: test_accuracy is not allowed; it is measured on test examples, and test figures never choose a configuration; give one of final_cost")]
    [InlineData("objective: final_cots", "first.yaml:9:12: objective.metric: final_cots is not allowed; give one of final_cost")]
    [InlineData("objective: final_cots", "(did you mean final_cost?)")]
    [InlineData("objective: best_epoch", "best_epoch is not allowed")]
    [InlineData("objective: {metric: best_cost, summary: last}", "best_cost is one number for each run; give a summary only with the name of a series: cost")]
    [InlineData("objective: [cost]", "give a metric's name, or a mapping of the keys metric, summary")]
    [InlineData("compare: seed", "seed is what is repeated to measure the noise")]
    [InlineData("compare: optimiser", "(did you mean optimizer?)")]
    [InlineData("compare: batch_size", "first.yaml:9:10: compare: batch_size does not vary; give optimizer or learning_rate, or several values of batch_size")]
    [InlineData("confirmation: {finalists: 0}", "confirmation.finalists: 0 is not allowed; give a whole number from 1 to 100")]
    [InlineData("confirmation: {seeds: 1}", "confirmation.seeds: 1 is not allowed; give a whole number from 2 to 1000")]
    [InlineData("confirmation: {per: seed}", "seed is what the confirmation repeats")]
    [InlineData("confirmation: {per: epochz}", "(did you mean epochs?)")]
    [InlineData("confirmation: {seed: 3}", "confirmation.seed: there is no such key; did you mean seeds?")]
    [InlineData("confirmation: 'yes'", "give true, false, or a mapping of the keys finalists, per, seeds")]
    public void A_wrong_value_is_explained(string text, string expected)
    {
        var errors = new ExperimentFileReader().Read(Base + text, "first.yaml").Errors;

        string.Join('\n', errors).ShouldContain(expected);
    }

    [Fact]
    public void A_confirmation_that_makes_the_experiment_too_large_is_reported() =>
        new ExperimentFileReader().Read(
            Base + "confirmation: {finalists: 100, per: none, seeds: 1000}", "first.yaml", new ExperimentFileOptions { Overrides = ["grid.batch_size=1..3"] })
            .Errors.ShouldHaveSingleItem().ToString().ShouldContain(
                "confirmation: the grid and its confirmation have 18,054 runs, more than 10,000; give fewer finalists or seeds, or give --allow-large-grid");

    [Fact]
    public void All_errors_are_reported_at_once() =>
        new ExperimentFileReader().Read(Base + "objective: test_accuracy\ncompare: seed\nconfirmation: {seeds: 1, finalists: x}", "first.yaml").Errors.Length.ShouldBe(4);

    [Theory]
    [InlineData("")]
    [InlineData("objective: {metric: cost, summary: best}\ncompare: learning_rate\nconfirmation: {finalists: 2, per: none, seeds: 7}")]
    [InlineData("objective: train_accuracy\nconfirmation: true")]
    public void The_resolved_file_is_read_as_the_same_specification(string text)
    {
        var specification = Read(text);

        new ExperimentFileReader().Read(ExperimentFileWriter.Write(specification), "resolved").Specification.ShouldBe(specification);
        new ExperimentFileReader().Check(specification, "resolved", allowLargeGrid: false).Specification.ShouldBe(specification);
    }

    [Fact]
    public void Differences_name_the_keys()
    {
        var differences = SpecificationDifference.Among([Read(""), Read("objective: best_cost\nconfirmation: {seeds: 7}")]);

        differences.Select(difference => (difference.Key, difference.Values[0], difference.Values[1])).ShouldBe(
        [
            ("objective.metric", "final_cost", "best_cost"), ("confirmation.finalists", null, "1"), ("confirmation.per", null, "optimizer"), ("confirmation.seeds", null, "7"),
        ]);
    }

    private static ExperimentSpecification Read(string text, params string[] changes)
    {
        var result = new ExperimentFileReader().Read(Base + text, "first.yaml", new ExperimentFileOptions { Overrides = changes });
        result.Errors.ShouldBeEmpty();
        return result.Specification!;
    }

    private static string? Describe(ConfirmationSpecification? confirmation) =>
        confirmation is null ? null : $"{confirmation.Finalists} {confirmation.Per ?? "none"} {confirmation.Seeds}";
}
