using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

public class NaiveAgreementTests
{
    [Fact]
    public void Runs_of_any_shape_agree_with_the_naive_trainer()
    {
        var runs =
            from kind in Gen.OneOf("gd", "momentum", "adam")
            from loss in Gen.Enum<LossFunction>()
            from activation in Gen.Enum<HiddenActivation>()
            from initializer in Gen.Enum<WeightInitializer>()
            from hidden in Gen.OneOf(Gen.Int[1, 20], Gen.Int[30, 70]).Array[0, 3]
            from features in Gen.OneOf(Gen.Int[1, 12], Gen.Int[60, 140])
            from classes in Gen.Int[2, 12]
            from examples in Gen.Int[12, 90]
            from batchSize in Gen.Int[0, 100]
            from seed in Gen.UInt
            select Run(kind, loss, activation, initializer, hidden, features, classes, examples, batchSize, seed);
        runs.Sample(
            run =>
            {
                var data = DatasetLoader.Load(run.Dataset);
                var session = Trainer.Start([run], data, TimeProvider.System);
                session.Advance(run.Epochs);
                var naive = new NaiveTrainer(run, data.Train);
                for (var epoch = 0; epoch < run.Epochs; epoch++)
                {
                    var expected = naive.Epoch(epoch);
                    session.Costs(0)[epoch].ShouldBe(expected, Math.Abs(expected) * 1e-9 + 1e-13, $"epoch {epoch}");
                }

                var single = Trainer.Start([run with { Precision = FloatingPointPrecision.Float32 }], data, TimeProvider.System);
                single.Advance(1);
                single.Costs(0)[0].ShouldBe(session.Costs(0)[0], session.Costs(0)[0] * 1e-2 + 1e-3);
            },
            iter: 150);
    }

    [Fact]
    public void A_step_of_gradient_descent_is_the_finite_difference_of_the_cost()
    {
        foreach (var loss in Enum.GetValues<LossFunction>())
        {
            foreach (var activation in Enum.GetValues<HiddenActivation>())
            {
                var run = Run("gd", loss, activation, WeightInitializer.Xavier, [6, 5], 3, 3, 20, 0, 5);
                run = run with { Epochs = 1, LearningRate = 1 };
                var data = DatasetLoader.Load(run.Dataset);
                var session = Trainer.Start([run], data, TimeProvider.System);
                session.Advance(1);
                var stepped = session.Result(0)!.FinalParameters;
                var naive = new NaiveTrainer(run, data.Train);
                for (var i = 0; i < stepped.Length; i++)
                {
                    const double Step = 1e-6;
                    var start = naive.Parameters[i];
                    naive.Parameters[i] = start + Step;
                    var above = naive.MeanCost();
                    naive.Parameters[i] = start - Step;
                    var below = naive.MeanCost();
                    naive.Parameters[i] = start;
                    (start - stepped[i]).ShouldBe((above - below) / (2 * Step), 1e-6, $"{loss} {activation} parameter {i}");
                }
            }
        }
    }

    private static NetworkRun Run(
        string kind,
        LossFunction loss,
        HiddenActivation activation,
        WeightInitializer initializer,
        int[] hidden,
        int features,
        int classes,
        int examples,
        int batchSize,
        uint seed)
    {
        var centers = loss == LossFunction.BinaryCrossEntropy ? 2 : classes;
        return new NetworkRun
        {
            Number = 1,
            Dataset = new() { Kind = DatasetKind.Blobs, Examples = examples, Features = features, Centers = centers, Seed = seed, Standardize = StandardizedFeatures.All },
            Network = new()
            {
                Layers = [features, .. hidden, loss == LossFunction.BinaryCrossEntropy ? 1 : centers],
                Loss = loss,
                HiddenActivation = activation,
                Initializer = initializer,
            },
            Optimizer = OptimizerSpecification.Create(kind),
            LearningRate = kind == "adam" ? 0.0005 : 0.01,
            BatchSize = batchSize,
            Seed = seed,
            Epochs = 3,
            RecordEvery = 1,
            ShuffleSeed = seed / 2,
        };
    }
}
