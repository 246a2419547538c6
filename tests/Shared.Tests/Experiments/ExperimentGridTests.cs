using System.Globalization;
using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ExperimentGridTests
{
    private static readonly Trainable Model = Declarations.Model;

    [Fact]
    public void The_count_is_the_number_of_runs_expanded() => Grids.Generator.Sample(
        specification => ExperimentGrid.Count(specification).ShouldBe(ExperimentGrid.Expand(specification).Length), iter: 30);

    [Fact]
    public void Runs_are_numbered_from_1_and_no_two_are_the_same_training() => Grids.Generator.Sample(
        specification =>
        {
            var runs = ExperimentGrid.Expand(specification);

            runs.Select(run => run.Number).ShouldBe(Enumerable.Range(1, runs.Length));
            runs.Select(run => string.Join(' ', Model.Parameters.Select(run.Text))).ShouldBeUnique();
            runs.Select(run => run with { Number = 0 }).ToHashSet().Count.ShouldBe(runs.Length);
        },
        iter: 20);

    [Fact]
    public void The_first_axis_varies_slowest_and_the_last_fastest() => Grids.Generator.Sample(
        specification =>
        {
            var previous = Array.Empty<int>();
            foreach (var run in ExperimentGrid.Expand(specification))
            {
                var place = specification.Axes.Select(axis => run.Value(axis.Parameter) is { } value ? axis.Values.IndexOf(value) : 0).ToArray();
                place.AsSpan().SequenceCompareTo(previous).ShouldBePositive();
                previous = place;
            }
        },
        iter: 20);

    [Fact]
    public void The_same_specification_gives_the_same_runs() => Grids.Generator.Sample(
        specification => ExperimentGrid.Expand(specification with { Axes = [.. specification.Axes] }).ShouldBe(ExperimentGrid.Expand(specification)),
        iter: 10);

    [Fact]
    public void A_run_has_a_value_of_each_parameter_that_applies_and_of_no_other() => Grids.Generator.Sample(
        specification =>
        {
            foreach (var run in ExperimentGrid.Expand(specification))
            {
                foreach (var axis in specification.Axes)
                {
                    var applies = !axis.Values.IsEmpty && (axis.Parameter.When is not { } when || when.Values.Contains(run.Values[when.Parameter]!.ToString()));
                    (run.Value(axis.Parameter) is not null).ShouldBe(applies, axis.Parameter.Name);
                }
            }
        },
        iter: 20);

    [Fact]
    public void An_axis_with_a_condition_multiplies_the_runs_that_fulfil_it_alone()
    {
        var runs = ExperimentGrid.Expand(Grids.Create(
            ("rule", ParameterValue.Names("gd", "momentum", "adam")),
            ("momentum_beta", ParameterValue.Numbers(0.8, 0.9)),
            ("adam_beta1", ParameterValue.Numbers(0.7, 0.8, 0.9)),
            ("seed", ParameterValue.Integers(1, 2))));

        runs.Select(run => Text(run, "rule")).ShouldBe([.. Enumerable.Repeat("gd", 2), .. Enumerable.Repeat("momentum", 4), .. Enumerable.Repeat("adam", 6)]);
        runs.Select(run => run.Seed).ShouldBe(Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? 1u : 2u));
        runs.Select(run => Text(run, "momentum_beta")).ShouldBe(["", "", "0.8", "0.8", "0.9", "0.9", "", "", "", "", "", ""]);
        runs.Select(run => Text(run, "adam_beta2")).Skip(5).Take(2).ShouldBe(["", "0.999"]);
    }

    [Fact]
    public void A_run_has_the_value_of_every_axis_in_the_order_of_the_declaration()
    {
        var specification = Grids.Create(
            ("rule", ParameterValue.Names("adam")),
            ("layers", [new ParameterValue.Layers([2, 7, 1])]),
            ("start", ParameterValue.Names("xavier")),
            ("steps", ParameterValue.Integers(17)),
            ("every", ParameterValue.Integers(4)),
            ("target", ParameterValue.Numbers(0.1)),
            ("adam_beta1", ParameterValue.Numbers(0.5)),
            ("rate", ParameterValue.Numbers(0.3)),
            ("batch", ParameterValue.Names("full")),
            ("seed", ParameterValue.Integers(uint.MaxValue)));

        var run = ExperimentGrid.Expand(specification).ShouldHaveSingleItem();

        run.Trainable.ShouldBe("model");
        run.Seed.ShouldBe(uint.MaxValue);
        run.Budget.ShouldBe(17);
        run.Values.ToString().ShouldBe(
            "rule adam, layers 2-7-1, start xavier, every 4, target 0.1, scaled false, adam_beta1 0.5, adam_beta2 0.999, rate 0.3, batch full");
        specification.RecordEvery.ShouldBe(4);
    }

    [Fact]
    public void Three_rules_eight_rates_and_ten_seeds_are_240_runs()
    {
        var specification = Grids.Create(
            ("rule", ParameterValue.Names("gd", "momentum", "adam")),
            ("rate", ParameterValue.Numbers([.. Enumerable.Range(0, 8).Select(i => Math.Pow(10, -i / 2.0))])),
            ("seed", ParameterValue.Integers([.. Enumerable.Range(1, 10).Select(i => (long)i)])));

        ExperimentGrid.Count(specification).ShouldBe(240);
        var runs = ExperimentGrid.Expand(specification);
        runs.Length.ShouldBe(240);
        runs.Count(run => Text(run, "rule") == "adam").ShouldBe(80);
        Text(runs[79], "rule").ShouldBe("gd");
        Text(runs[80], "rule").ShouldBe("momentum");
    }

    [Fact]
    public void A_count_too_large_to_hold_is_an_error_not_a_small_number()
    {
        var many = ParameterValue.Integers([.. Enumerable.Range(0, 3000).Select(i => (long)i)]);

        Should.Throw<OverflowException>(() => ExperimentGrid.Count(Grids.Create(
            ("layers", many), ("start", many), ("steps", many), ("rate", many), ("batch", many), ("seed", many))));
    }

    [Fact]
    public void A_table_shows_what_it_always_shows_and_the_axes_that_vary() =>
        Grids.Create(("start", ParameterValue.Names("he", "xavier"))).ShownAxes.Select(axis => axis.Parameter.Name).ShouldBe(["rule", "start", "rate", "seed"]);

    [Fact]
    public void A_number_shows_as_the_text_that_reads_back() => Gen.Double.Sample(number =>
        double.Parse(new ParameterValue.Number(number).ToString(), CultureInfo.InvariantCulture).ShouldBe(number));

    [Fact]
    public void An_axis_of_no_declared_parameter_is_an_error() =>
        Should.Throw<ArgumentException>(() => ExperimentSpecification.Create("x", Model, new DatasetSpecification { Kind = DatasetKind.Moons }, ("nonesuch", [])));

    [Fact]
    public void A_network_counts_its_weights_and_biases() =>
        LayersType.ParameterCount([2, 5, 2, 1]).ShouldBe((2 * 5 + 5) + (5 * 2 + 2) + (2 * 1 + 1));

    private static string Text(RunSpecification run, string parameter) => run.Text(Model.FindParameter(parameter)!);
}
