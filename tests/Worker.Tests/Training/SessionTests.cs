using Microsoft.Extensions.Time.Testing;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class SessionTests
{
    private static readonly TrainingData Data = DatasetLoader.Load(new DatasetSpecification { Kind = DatasetKind.Moons });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    [InlineData(NetworkRun.FullBatch)]
    public void Advancing_allocates_nothing(int batchSize)
    {
        var runs = Enumerable.Range(1, 3).Select(seed => Runs.Moons("adam") with { BatchSize = batchSize, Seed = (uint)seed }).ToArray();
        var session = Trainer.Start(runs, Data, TimeProvider.System);
        session.Advance(20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        session.Advance(50);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Only_epochs_divisible_by_record_every_are_kept_but_figures_are_over_all()
    {
        var run = Runs.Moons("gd") with { Epochs = 25, LearningRate = 1.5, TargetCost = 0.6 };
        var all = Train(run);
        var some = Train(run with { RecordEvery = 10 });

        some.Costs(0).ToArray().ShouldBe([all.Costs(0)[0], all.Costs(0)[10], all.Costs(0)[20]]);
        Same.Result(some.Result(0)!, all.Result(0)!);

        var costs = all.Costs(0).ToArray();
        var result = all.Result(0)!;
        var least = costs.Select((_, epoch) => costs[..(epoch + 1)].Min()).ToArray();
        result.EpochsTrained.ShouldBe(25);
        result.LastEpochCost.ShouldBe(costs[^1]);
        result.MeanOfLastCost.ShouldBe((costs[23] + costs[24]) / 2);
        result.BestCost.ShouldBe(costs.Min());
        result.BestEpoch.ShouldBe(Array.IndexOf(costs, costs.Min()));
        result.EpochsToTarget.ShouldBe(Array.FindIndex(costs, cost => cost <= 0.6) is var epoch and >= 0 ? epoch : null);
        result.Overshoot.ShouldBe(costs.Zip(least, (cost, low) => cost - low).Max());
        result.RiseArea.ShouldBe(costs.Zip(least, (cost, low) => cost - low).Sum(), 1e-12);
        result.RiseCount.ShouldBe(Enumerable.Range(1, 24).Count(e => costs[e] > least[e] && costs[e - 1] == least[e - 1]));
        result.RiseCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_run_diverges_in_the_epoch_whose_cost_or_parameters_are_no_longer_finite()
    {
        var run = Runs.Moons("gd") with
        {
            Epochs = 500,
            LearningRate = 1e10,
            Network = new() { Layers = [2, 4, 1], Loss = LossFunction.MeanSquaredError, HiddenActivation = HiddenActivation.Sigmoid },
        };
        var session = Train(run);
        var result = session.Result(0)!;

        result.DivergedAtEpoch.ShouldNotBeNull();
        session.Epoch.ShouldBe(result.DivergedAtEpoch.Value + 1);
        session.Costs(0).Length.ShouldBe(result.EpochsTrained);
        session.Costs(0).ToArray().ShouldAllBe(cost => double.IsFinite(cost));
        result.EpochsTrained.ShouldBeInRange(result.DivergedAtEpoch.Value, result.DivergedAtEpoch.Value + 1);
        result.TrainAccuracy.ShouldBeNull();
        result.FinalParameters.ShouldBeEmpty();
        (result.FinalCost, result.MeanOfLastCost).ShouldBe((null, null));
        result.LastEpochCost.ShouldBe(session.Costs(0)[^1]);
        result.ConstantCost!.Value.ShouldBe(0.25, 1e-15);
        result.ConstantAccuracy.ShouldBe(0.5);
        result.InitialCost.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(39, 3)]
    public void The_mean_of_the_last_costs_is_over_a_tenth_of_the_epochs(int epochs, int last)
    {
        var session = Train(Runs.Moons("adam") with { Epochs = epochs });
        session.Result(0)!.MeanOfLastCost!.Value.ShouldBe(session.Costs(0)[^last..].ToArray().Average(), 1e-15);
    }

    [Fact]
    public void Advancing_past_the_end_does_nothing_more()
    {
        var session = Train(Runs.Moons("momentum") with { Epochs = 3 });
        session.Epoch.ShouldBe(3);
        session.Advance(10);
        session.Epoch.ShouldBe(3);
        session.Costs(0).Length.ShouldBe(3);
    }

    [Fact]
    public void Time_is_that_of_the_clock_given()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var session = Trainer.Start([Runs.Moons("momentum") with { Epochs = 3 }], Data, time);
        session.Advance(3);
        session.Result(0)!.TrainingSeconds.ShouldBe(3);
    }

    [Fact]
    public void A_batch_larger_than_the_data_is_the_full_batch()
    {
        var run = Runs.Moons("adam") with { Epochs = 5, BatchSize = NetworkRun.FullBatch };
        Same.Run(Train(run with { BatchSize = 1000 }), 0, Train(run), 0);
    }

    [Fact]
    public void Large_networks_carry_no_parameters_in_their_result() =>
        Train(Runs.Moons("adam") with { Epochs = 1, Network = new() { Layers = [2, 70, 60, 1] } })
            .Result(0)!.FinalParameters.ShouldBeEmpty();

    [Fact]
    public void The_predictor_classifies_as_the_accuracy_counts()
    {
        var run = Runs.Moons("adam") with { Epochs = 200, LearningRate = 0.01 };
        var result = Train(run).Result(0)!;

        var classes = Predictor.Classes(run.Network, result.FinalParameters.AsSpan(), Data.Train.Inputs.AsSpan());
        var outputs = Predictor.Outputs(run.Network, result.FinalParameters.AsSpan(), Data.Train.Inputs.AsSpan());

        classes.Zip(Data.Train.Labels, (a, b) => a == b ? 1 : 0).Average().ShouldBe(result.TrainAccuracy!.Value, 1e-15);
        outputs.ShouldAllBe(p => p >= 0 && p <= 1);
        result.TrainAccuracy.Value.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Softmax_outputs_of_the_predictor_add_to_one()
    {
        var network = new NetworkSpecification { Layers = [2, 4, 3], Loss = LossFunction.SoftmaxCrossEntropy };
        double[] parameters = [.. Enumerable.Range(0, (int)network.ParameterCount).Select(i => Math.Sin(i))];
        var outputs = Predictor.Outputs(network, parameters, [1.0, 2, -3, 4]);
        outputs.Chunk(3).ShouldAllBe(row => Math.Abs(row.Sum() - 1) < 1e-15);
        Should.Throw<ArgumentException>(() => Predictor.Outputs(network, parameters, [1.0]));
        Should.Throw<ArgumentException>(() => Predictor.Outputs(network, [1.0], [1.0, 2]));
    }

    private static TrainingSession Train(NetworkRun run)
    {
        var session = Trainer.Start([run], Data, TimeProvider.System);
        session.Advance(run.Epochs);
        return session;
    }
}
