using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>The costs and accuracies of the initial and the final parameters.</summary>
public class EvaluationTests
{
    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons, Examples = 150, TestFraction = 0.5 };

    [Fact]
    public void Costs_of_initial_and_final_parameters_agree_with_their_definition()
    {
        var runs =
            from loss in Gen.Enum<LossFunction>()
            from activation in Gen.Enum<HiddenActivation>()
            from hidden in Gen.OneOf(Gen.Int[1, 20], Gen.Int[30, 50]).Array[0, 2]
            from examples in Gen.Int[12, 300]
            from batchSize in Gen.Int[0, 70]
            from seed in Gen.UInt
            select Run(loss, activation, hidden, examples, batchSize, seed);
        runs.Sample(
            run =>
            {
                var data = DatasetLoader.Load(run.Dataset);
                var result = Train(run, data);
                var single = Train(run with { Precision = FloatingPointPrecision.Float32 }, data);

                var initial = new NaiveTrainer(run, data.Train).MeanCost();
                var final = new NaiveTrainer(run, data.Train).MeanCost(result.FinalParameters);
                var test = new NaiveTrainer(run, data.Test!).MeanCost(result.FinalParameters);
                result.InitialCost!.Value.ShouldBe(initial, initial * 1e-12 + 1e-15);
                result.FinalCost!.Value.ShouldBe(final, final * 1e-12 + 1e-15);
                result.TestCost!.Value.ShouldBe(test, test * 1e-12 + 1e-15);
                single.InitialCost!.Value.ShouldBe(initial, initial * 1e-4 + 1e-6);
                var own = new NaiveTrainer(run, data.Test!).MeanCost(single.FinalParameters);
                single.TestCost!.Value.ShouldBe(own, own * 1e-4 + 1e-6);
            },
            iter: 100);
    }

    [Fact]
    public void The_final_cost_is_the_cross_entropy_of_the_predictor()
    {
        var run = Training.Runs.Moons("adam") with { Epochs = 50, LearningRate = 0.01 };
        var data = DatasetLoader.Load(run.Dataset);
        var result = Train(run, data);

        var outputs = Predictor.Outputs(run.Network, result.FinalParameters.AsSpan(), data.Train.Inputs.AsSpan());

        var cost = outputs.Zip(data.Train.Labels, (output, label) => -Math.Log(label == 1 ? output : 1 - output)).Average();
        result.FinalCost!.Value.ShouldBe(cost, cost * 1e-12);
        result.FinalCost.ShouldNotBe(result.LastEpochCost);
    }

    [Theory]
    [InlineData(FloatingPointPrecision.Float64)]
    [InlineData(FloatingPointPrecision.Float32)]
    public void The_same_parameters_have_the_same_cost_whatever_the_batch_size_and_the_engine(FloatingPointPrecision precision)
    {
        var data = DatasetLoader.Load(Moons);
        var run = Training.Runs.Moons("gd") with { Epochs = 1, Precision = precision };
        int[] batchSizes = [1, 3, 64, NetworkRun.FullBatch];
        var costs = batchSizes.Select(size => Train(run with { BatchSize = size }, data).InitialCost).ToList();
        var together = Trainer.Start([.. Enumerable.Repeat(run with { BatchSize = 1 }, 5)], data, TimeProvider.System);
        together.Advance(1);
        costs.AddRange(Enumerable.Range(0, 5).Select(each => together.Result(each)!.InitialCost));

        costs.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Real_labels_have_costs_but_no_accuracies(int batchSize)
    {
        using var file = new TemporaryFile("x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 20.0:R},{3 - i / 10.0:R}\n")));
        var run = Training.Runs.Moons("gd") with
        {
            Dataset = new() { Kind = DatasetKind.Csv, Path = file.Path, Table = new() { Label = "y" }, Task = LearningTask.Regression, TestFraction = 0.25 },
            Network = new() { Layers = [1, 1], Loss = LossFunction.MeanSquaredError },
            Epochs = 300,
            BatchSize = batchSize,
            LearningRate = 0.1,
        };
        var data = DatasetLoader.Load(run.Dataset);

        var early = Train(run with { Epochs = 1 }, data);
        var result = Train(run, data);

        early.TestCost!.Value.ShouldBe(new NaiveTrainer(run, data.Test!).MeanCost(early.FinalParameters), 1e-12);
        early.TestCost.Value.ShouldBeGreaterThan(0.001);
        result.TestCost!.Value.ShouldBeLessThan(1e-6);
        result.FinalCost!.Value.ShouldBeLessThan(1e-6);
        result.ConstantCost!.Value.ShouldBe(data.Train.Labels.Average(y => y * y) - Math.Pow(data.Train.Labels.Average(), 2), 1e-12);
        (result.TrainAccuracy, result.TestAccuracy, result.ConstantAccuracy).ShouldBe((null, null, null));
    }

    [Fact]
    public void Without_held_out_examples_there_is_no_test_cost()
    {
        var result = Train(Training.Runs.Moons("gd") with { Epochs = 1 }, DatasetLoader.Load(new() { Kind = DatasetKind.Moons, Examples = 20 }));
        result.FinalCost.ShouldNotBeNull();
        (result.TestCost, result.TestAccuracy).ShouldBe((null, null));
    }

    [Fact]
    public void A_run_whose_final_parameters_have_an_infinite_cost_has_diverged_in_its_last_epoch()
    {
        var run = Training.Runs.Moons("gd") with
        {
            Epochs = 1,
            BatchSize = NetworkRun.FullBatch,
            LearningRate = 1e200,
            Network = new() { Layers = [2, 1], Loss = LossFunction.MeanSquaredError },
        };
        var data = DatasetLoader.Load(Moons);
        var session = Trainer.Start([run], data, TimeProvider.System);
        session.Advance(1);
        var result = session.Result(0)!;

        (result.EpochsTrained, result.DivergedAtEpoch).ShouldBe((1, 0));
        (result.FinalCost, result.TestCost, result.TrainAccuracy).ShouldBe((null, null, null));
        result.LastEpochCost.ShouldBe(session.Costs(0)[0]);
        Same.Run(Trainer.Restore([run], data, session.Checkpoint(), TimeProvider.System), 0, session, 0);
    }

    private static NetworkResult Train(NetworkRun run, TrainingData data)
    {
        var session = Trainer.Start([run], data, TimeProvider.System);
        session.Advance(run.Epochs);
        return session.Result(0)!;
    }

    private static NetworkRun Run(LossFunction loss, HiddenActivation activation, int[] hidden, int examples, int batchSize, uint seed)
    {
        var classes = loss == LossFunction.BinaryCrossEntropy ? 2 : 3;
        return new NetworkRun
        {
            Number = 1,
            Dataset = new() { Kind = DatasetKind.Blobs, Examples = examples, Features = 4, Centers = classes, Seed = seed, Standardize = StandardizedFeatures.All, TestFraction = 0.3 },
            Network = new()
            {
                Layers = [4, .. hidden, classes == 2 ? 1 : classes],
                Loss = loss,
                HiddenActivation = activation,
                Initializer = WeightInitializer.Xavier,
            },
            Optimizer = OptimizerSpecification.Create("momentum"),
            LearningRate = 0.01,
            BatchSize = batchSize,
            Seed = seed,
            Epochs = 2,
            RecordEvery = 1,
            ShuffleSeed = seed,
        };
    }
}
