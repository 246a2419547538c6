using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ExperimentGridTests
{
    [Fact]
    public void The_count_is_the_number_of_runs_expanded() => Grids.Generator.Sample(
        specification => ExperimentGrid.Count(specification).ShouldBe(ExperimentGrid.Expand(specification).Length), iter: 30);

    [Fact]
    public void Runs_are_numbered_from_1_and_no_two_are_the_same_training() => Grids.Generator.Sample(
        specification =>
        {
            var points = ExperimentGrid.Expand(specification);

            points.Select(point => point.Run.Number).ShouldBe(Enumerable.Range(1, points.Length));
            points.Select(point => string.Join(' ', Hyperparameters.InOrder.Select(point.Text))).ShouldBeUnique();
            points.Select(point => point.Run with { Number = 0 }).ToHashSet().Count.ShouldBe(points.Length);
        },
        iter: 20);

    [Fact]
    public void The_first_axis_varies_slowest_and_the_last_fastest() => Grids.Generator.Sample(
        specification =>
        {
            var previous = Array.Empty<int>();
            foreach (var point in ExperimentGrid.Expand(specification))
            {
                var place = specification.Axes
                    .Select(axis => point.Values.TryGetValue(axis.Hyperparameter, out var value) ? axis.Values.IndexOf(value) : 0).ToArray();
                place.AsSpan().SequenceCompareTo(previous).ShouldBePositive();
                previous = place;
            }
        },
        iter: 20);

    [Fact]
    public void The_same_specification_gives_the_same_runs() => Grids.Generator.Sample(
        specification => ExperimentGrid.Expand(specification with { Axes = [.. specification.Axes] }).Select(point => point.Run)
            .ShouldBe(ExperimentGrid.Expand(specification).Select(point => point.Run)),
        iter: 10);

    [Fact]
    public void An_axis_of_one_optimiser_multiplies_its_runs_alone()
    {
        var points = ExperimentGrid.Expand(Grids.Of(
            (Hyperparameters.Optimizer, Grids.Names("gd", "momentum", "adam")),
            (Hyperparameters.MomentumBeta, Grids.Numbers(0.8, 0.9)),
            (Hyperparameters.AdamBeta1, Grids.Numbers(0.7, 0.8, 0.9)),
            (Hyperparameters.Seed, Grids.Integers(1, 2))));

        points.Select(point => point.Text(Hyperparameters.Optimizer)).ShouldBe(
            [.. Enumerable.Repeat("gd", 2), .. Enumerable.Repeat("momentum", 4), .. Enumerable.Repeat("adam", 6)]);
        points.Select(point => point.Text(Hyperparameters.Seed)).ShouldBe(Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? "1" : "2"));
        points.Select(point => point.Text(Hyperparameters.MomentumBeta)).ShouldBe(
            ["", "", "0.8", "0.8", "0.9", "0.9", "", "", "", "", "", ""]);
        points[5].Run.Optimizer.ShouldBe(new OptimizerSpecification { Kind = OptimizerKind.Momentum, Beta = 0.9 });
        points[6].Run.Optimizer.ShouldBe(new OptimizerSpecification { Kind = OptimizerKind.Adam, Beta1 = 0.7 });
    }

    [Fact]
    public void A_run_has_the_value_of_every_axis_and_the_specifications_own()
    {
        var specification = Grids.Of(
            (Hyperparameters.Optimizer, Grids.Names("adam")),
            (Hyperparameters.Layers, [new HyperparameterValue.Layers([2, 7, 1])]),
            (Hyperparameters.HiddenActivation, Grids.Names("tanh")),
            (Hyperparameters.Initializer, Grids.Names("xavier")),
            (Hyperparameters.Epochs, Grids.Integers(17)),
            (Hyperparameters.AdamBeta1, Grids.Numbers(0.5)),
            (Hyperparameters.AdamBeta2, Grids.Numbers(0.6)),
            (Hyperparameters.AdamEpsilon, Grids.Numbers(1e-4)),
            (Hyperparameters.AdamSecondMomentCorrection, Grids.Names("fixed_at_two")),
            (Hyperparameters.LearningRate, Grids.Numbers(0.3)),
            (Hyperparameters.BatchSize, Grids.Names("full")),
            (Hyperparameters.Seed, Grids.Integers(uint.MaxValue)))
            with
        { RecordEvery = 4, TargetCost = 0.1, ShuffleSeed = 99, Precision = FloatingPointPrecision.Float32, Loss = LossFunction.MeanSquaredError };

        ExperimentGrid.Expand(specification).ShouldHaveSingleItem().Run.ShouldBe(new RunSpecification
        {
            Number = 1,
            Dataset = specification.Dataset,
            Network = new NetworkSpecification
            {
                Layers = [2, 7, 1],
                HiddenActivation = HiddenActivation.Tanh,
                Initializer = WeightInitializer.Xavier,
                Loss = LossFunction.MeanSquaredError,
            },
            Optimizer = new OptimizerSpecification
            {
                Kind = OptimizerKind.Adam,
                Beta1 = 0.5,
                Beta2 = 0.6,
                Epsilon = 1e-4,
                SecondMomentCorrection = SecondMomentCorrection.FixedAtTwo,
            },
            LearningRate = 0.3,
            BatchSize = RunSpecification.FullBatch,
            Seed = uint.MaxValue,
            Epochs = 17,
            RecordEvery = 4,
            TargetCost = 0.1,
            ShuffleSeed = 99,
            Precision = FloatingPointPrecision.Float32,
        });
    }

    [Fact]
    public void Three_optimisers_eight_rates_and_ten_seeds_are_240_runs()
    {
        var specification = Grids.Of(
            (Hyperparameters.Optimizer, Grids.Names("gd", "momentum", "adam")),
            (Hyperparameters.LearningRate, Grids.Numbers([.. Enumerable.Range(0, 8).Select(i => Math.Pow(10, -i / 2.0))])),
            (Hyperparameters.Seed, Grids.Integers([.. Enumerable.Range(1, 10).Select(i => (long)i)])));

        ExperimentGrid.Count(specification).ShouldBe(240);
        var points = ExperimentGrid.Expand(specification);
        points.Length.ShouldBe(240);
        points.Count(point => point.Text(Hyperparameters.Optimizer) == "adam").ShouldBe(80);
        points[79].Text(Hyperparameters.Optimizer).ShouldBe("gd");
        points[80].Text(Hyperparameters.Optimizer).ShouldBe("momentum");
    }

    [Fact]
    public void A_count_too_large_to_hold_is_an_error_not_a_small_number() =>
        Should.Throw<OverflowException>(() => ExperimentGrid.Count(Grids.Of(
            [.. Hyperparameters.InOrder.Where(h => h != Hyperparameters.Optimizer && h.Optimizer is null)
                .Select(h => (h, Grids.Integers([.. Enumerable.Range(0, 2000).Select(i => (long)i)])))])));

    [Fact]
    public void A_table_shows_the_four_and_the_axes_that_vary() =>
        Grids.Of((Hyperparameters.Initializer, Grids.Names("he", "xavier"))).ShownAxes.Select(axis => axis.Hyperparameter.Name)
            .ShouldBe(["optimizer", "initializer", "learning_rate", "batch_size", "seed"]);

    [Fact]
    public void A_number_shows_as_the_text_that_reads_back() => Gen.Double.Sample(number =>
        double.Parse(new HyperparameterValue.Number(number).ToString(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(number));

    [Fact]
    public void Hyperparameters_are_found_by_their_names_which_are_unique()
    {
        Hyperparameters.InOrder.Select(hyperparameter => hyperparameter.Name).ShouldBeUnique();
        Hyperparameters.InOrder.Select(hyperparameter => hyperparameter.Path).ShouldBeUnique();
        Hyperparameters.InOrder.ShouldAllBe(hyperparameter => Hyperparameters.Named(hyperparameter.Name) == hyperparameter);
        Hyperparameters.Named("nonesuch").ShouldBeNull();
    }

    [Fact]
    public void A_network_counts_its_weights_and_biases() =>
        new NetworkSpecification { Layers = [2, 5, 2, 1] }.ParameterCount.ShouldBe((2 * 5 + 5) + (5 * 2 + 2) + (2 * 1 + 1));
}
