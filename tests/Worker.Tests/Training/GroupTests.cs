using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

public class GroupTests
{
    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons, Examples = 30, TestFraction = 0.2 };
    private static readonly DatasetSpecification Blobs = new() { Kind = DatasetKind.Blobs, Examples = 30, TestFraction = 0.2 };

    [Fact]
    public void A_run_gives_the_same_bits_alone_and_together()
    {
        var members =
            from kind in Runs.AnyOptimizer
            from loss in Gen.Enum<LossFunction>()
            from activation in Gen.Enum<HiddenActivation>()
            from precision in Gen.Enum<FloatingPointPrecision>()
            from layers in Gen.Int[1, 9].Array[0, 3]
            from seeds in Gen.UInt.Array[1, 12]
            from rate in Gen.Double[0.001, 0.3]
            select seeds.Select((seed, i) => Run(kind, loss, activation, precision, layers, seed, rate * (i + 1), 6)).ToArray();
        members.Sample(
            runs =>
            {
                var data = DatasetLoader.Load(runs[0].Dataset);
                var together = Trainer.Start(runs, data, TimeProvider.System);
                together.Advance(100);
                for (var i = 0; i < runs.Length; i++)
                {
                    var alone = Trainer.Start([runs[i]], data, TimeProvider.System);
                    alone.Advance(100);
                    Same.Run(together, i, alone, 0);
                }
            },
            iter: 150);
    }

    [Fact]
    public void A_diverging_run_leaves_its_neighbours_alone()
    {
        var rates = new[] { 0.01, 1e120, 0.02, 1e150, 0.03, 0.04, 1e80, 0.05 };
        var runs = rates.Select((rate, i) => Run(
            "gd",
            LossFunction.MeanSquaredError,
            HiddenActivation.Relu,
            FloatingPointPrecision.Float64,
            [5],
            (uint)i,
            rate,
            20)).ToArray();
        var data = DatasetLoader.Load(Moons);
        var together = Trainer.Start(runs, data, TimeProvider.System);
        together.Advance(7);
        together.Result(1)!.DivergedAtEpoch.ShouldNotBeNull();
        together.Result(0).ShouldBeNull();
        together = Trainer.Restore(runs, data, together.Checkpoint(), TimeProvider.System);
        together.Advance(100);
        for (var i = 0; i < runs.Length; i++)
        {
            var alone = Trainer.Start([runs[i]], data, TimeProvider.System);
            alone.Advance(100);
            Same.Run(together, i, alone, 0);
        }
    }

    [Fact]
    public void Runs_of_single_examples_are_grouped_by_what_they_must_share_and_in_order()
    {
        var single = Runs.Moons("adam") with { BatchSize = 1 };
        var runs = Enumerable.Range(1, 20)
            .Select(number => number % 2 == 0 ? single with { Number = number } : single with { Number = number, BatchSize = 64 })
            .ToArray();

        var groups = Trainer.Group(runs, DatasetLoader.Load(Moons));

        groups.SelectMany(group => group).Select(run => run.Number).Order().ShouldBe(Enumerable.Range(1, 20));
        groups.Where(group => group[0].BatchSize == 1).Select(group => group.Count).ShouldBe([8, 2]);
        groups.Where(group => group[0].BatchSize == 64).ShouldAllBe(group => group.Count == 1);
        groups.ShouldAllBe(group => group.Select(run => run.Number).SequenceEqual(group.Select(run => run.Number).Order()));
    }

    [Fact]
    public void A_hyperparameter_out_of_its_range_is_refused_with_what_is_allowed()
    {
        var adam = OptimizerSpecification.Create("adam", ("beta1", 1.5), ("epsilon", 0)).With("second_moment_correction", new ParameterValue.Name("never"));
        var error = Should.Throw<ArgumentException>(
            () => Trainer.Start([Runs.Moons("adam") with { Optimizer = adam }], DatasetLoader.Load(Moons), TimeProvider.System));
        error.Message.ShouldContain("adam_beta1: 1.5 is not allowed; give a number from 0 to below 1.");
        error.Message.ShouldContain("adam_epsilon: 0 is not allowed; give a number above 0.");
        error.Message.ShouldContain("adam_second_moment_correction: never is not allowed; give one of step, fixed_at_two.");
        error.Message.ShouldNotContain("adam_beta2");
    }

    [Fact]
    public void A_run_that_does_not_fit_its_data_is_refused_with_every_reason()
    {
        var run = Runs.Moons("adam") with { Network = new() { Layers = [3, 2] }, LearningRate = double.NaN };
        var error = Should.Throw<ArgumentException>(() => Trainer.Start([run], DatasetLoader.Load(Moons), TimeProvider.System));
        error.Message.ShouldContain("input width is 3, but the data has 2 features");
        error.Message.ShouldContain("output width is 2");
        error.Message.ShouldContain("learning_rate");
    }

    private static NetworkRun Run(
        string kind, LossFunction loss, HiddenActivation activation, FloatingPointPrecision precision, int[] hidden, uint seed, double rate, int epochs)
    {
        var softmax = loss == LossFunction.SoftmaxCrossEntropy;
        return new NetworkRun
        {
            Number = 1,
            Dataset = softmax ? Blobs : Moons,
            Network = new() { Layers = [2, .. hidden, softmax ? 3 : 1], Loss = loss, HiddenActivation = activation },
            Optimizer = OptimizerSpecification.Create(kind),
            LearningRate = rate,
            BatchSize = 1,
            Seed = seed,
            Epochs = epochs,
            RecordEvery = 2,
            ShuffleSeed = seed,
            Precision = precision,
        };
    }
}
