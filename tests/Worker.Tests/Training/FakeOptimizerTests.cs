using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>A declaration alone adds an optimiser with its own hyperparameter, or a metric.</summary>
public class FakeOptimizerTests
{
    private const int Epochs = 30;

    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons, Examples = 40, TestFraction = 0.25 };
    private static readonly TrainingData Data = DatasetLoader.Load(Moons);

    private static readonly NetworkTrainable Trainable = new(
        [.. OptimizerRules.All, OptimizerRule.For<FakeOptimizer>()],
        [
            .. NetworkMetrics.All,
            new(new("fake_gain", MetricGoal.Maximize, MetricFormat.Number, "How far the cost fell from its best to its last."), result => result.BestCost - result.FinalCost),
        ]);

    [Fact]
    public void The_declaration_lists_the_optimiser_and_its_hyperparameter_with_its_condition()
    {
        var declaration = Trainable.Declaration;
        ((ChoiceType)declaration.FindParameter("optimizer")!.Type).Names.ShouldBe(["gd", "momentum", "adam", "fake"]);

        var scale = declaration.FindParameter("fake_scale").ShouldNotBeNull();
        scale.Path.ShouldBe("optimizers.fake.scale");
        scale.When.ShouldBe(new ParameterCondition("optimizer", ["fake"]));
        scale.Default.ShouldBe(new ParameterValue.Number(1));
        scale.Type.ShouldBe(new NumberType(0, false));
        declaration.Parameters.IndexOf(scale).ShouldBe(declaration.Parameters.IndexOf(declaration.FindParameter("learning_rate")!) - 1);
        declaration.Parameters.Remove(scale).Skip(1).ShouldBe(NetworkTrainable.Standard.Declaration.Parameters.Skip(1));
        declaration.Metrics[..^1].ShouldBe(NetworkTrainable.Standard.Declaration.Metrics);
    }

    [Fact]
    public void Its_hyperparameter_multiplies_its_own_runs_alone()
    {
        var grid = Grid(64, [0.5, 1, 2]);
        var runs = ExperimentGrid.Expand(grid);

        ExperimentGrid.Count(grid).ShouldBe(4);
        runs.Select(run => (run.Values["optimizer"]!.ToString(), run.Values["fake_scale"]?.ToString()))
            .ShouldBe([("gd", null), ("fake", "0.5"), ("fake", "1"), ("fake", "2")]);
    }

    [Theory]
    [InlineData(1)] // Several runs, one per lane of a vector.
    [InlineData(16)]
    public void A_scale_of_one_gives_the_bits_of_gradient_descent_and_another_those_of_its_rate(int batchSize)
    {
        var results = Train(Grid(batchSize, [0.5, 1, 2]));

        ShouldBeTheSame(results[("fake", "1")], results[("gd", null)]);
        ShouldBeTheSame(results[("fake", "0.5")], Train(Grid(batchSize, [1], 0.025))[("gd", null)]);
        ShouldBeTheSame(results[("fake", "2")], Train(Grid(batchSize, [1], 0.1))[("gd", null)]);
        results[("fake", "2")].Costs.ShouldNotBe(results[("gd", null)].Costs);
    }

    [Fact]
    public void The_new_metric_is_at_its_declared_position()
    {
        var place = Trainable.Declaration.PlaceOf("fake_gain");
        place.ShouldBe(NetworkMetrics.All.Length);
        foreach (var (_, result) in Train(Grid(16, [1, 40])).Values)
        {
            result.Metrics.Values.Length.ShouldBe(place + 1);
            var (best, final) = (Metric(result, "best_cost"), Metric(result, "final_cost"));
            result.Metrics[place].ShouldBe(best - final);
        }
    }

    [Fact]
    public void A_run_continues_from_its_own_checkpoint_and_from_none_of_another_scale()
    {
        var runs = ExperimentGrid.Expand(Grid(16, [1, 2])).Where(run => run.Values["fake_scale"] is not null).ToList();
        var whole = Trainable.Start([runs[0]], Data, null, TimeProvider.System);
        whole.Advance(Epochs);
        var begun = Trainable.Start([runs[0]], Data, null, TimeProvider.System);
        begun.Advance(7);
        var restored = Trainable.Start([runs[0]], Data, begun.Checkpoint(0), TimeProvider.System);
        restored.Epoch.ShouldBe(7);
        restored.Advance(Epochs);

        restored.Costs(0).ToArray().ShouldBe(whole.Costs(0).ToArray());
        restored.Result(0)!.FinalParameters.ShouldBe(whole.Result(0)!.FinalParameters);
        Should.Throw<InvalidDataException>(() => Trainable.Start([runs[1] with { Number = runs[0].Number }], Data, begun.Checkpoint(0), TimeProvider.System));
    }

    [Fact]
    public void A_trainable_that_does_not_know_an_optimiser_refuses_its_runs_by_name()
    {
        var run = ExperimentGrid.Expand(Grid(16, [1]))[1];
        Should.Throw<FormatException>(() => NetworkTrainable.Standard.Start([run], Data, null, TimeProvider.System))
            .Message.ShouldContain("there is no optimizer fake");
    }

    private static ExperimentSpecification Grid(int batchSize, ReadOnlySpan<double> scales, double rate = 0.05) => ExperimentSpecification.Create(
        "fake",
        Trainable.Declaration,
        Moons,
        ("optimizer", ParameterValue.Names("gd", "fake")),
        ("layers", [new ParameterValue.Layers([2, 5, 2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(Epochs)),
        ("record_every", ParameterValue.Integers(1)),
        ("fake_scale", ParameterValue.Numbers(scales)),
        ("learning_rate", ParameterValue.Numbers(rate)),
        ("batch_size", ParameterValue.Integers(batchSize)));

    /// <summary>Trains a grid as a worker does; the results by optimiser and scale.</summary>
    private static Dictionary<(string Optimizer, string? Scale), (double[] Costs, RunResult Result)> Train(ExperimentSpecification grid)
    {
        var trained = new Dictionary<(string, string?), (double[], RunResult)>();
        foreach (var group in Trainable.Group(ExperimentGrid.Expand(grid), Data))
        {
            var training = Trainable.Start(group, Data, null, TimeProvider.System);
            training.Advance(Epochs);
            for (var i = 0; i < group.Count; i++)
            {
                trained.Add((group[i].Values["optimizer"]!.ToString(), group[i].Values["fake_scale"]?.ToString()), (training.Costs(i).ToArray(), training.Result(i)!));
            }
        }

        return trained;
    }

    private static void ShouldBeTheSame((double[] Costs, RunResult Result) actual, (double[] Costs, RunResult Result) expected)
    {
        actual.Costs.Select(BitConverter.DoubleToInt64Bits).ShouldBe(expected.Costs.Select(BitConverter.DoubleToInt64Bits));
        actual.Result.Metrics.ShouldBe(expected.Result.Metrics);
        actual.Result.FinalParameters.ShouldBe(expected.Result.FinalParameters);
    }

    private static double? Metric(RunResult result, string name) => result.Metrics[Trainable.Declaration.PlaceOf(name)];
}
