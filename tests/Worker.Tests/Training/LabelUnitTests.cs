using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>A regression trains on standardised labels, and reports costs in the label's own unit.</summary>
public class LabelUnitTests
{
    private const double Rounding = 1e-9;

    private static readonly double[] Labels = [.. Enumerable.Range(0, 60).Select(i => 250_000 + (90_000 * Math.Sin(i / 9.0)) - (1000 * (i % 7)))];
    private static readonly double Mean = Labels[..40].Average();
    private static readonly double Scale = Math.Sqrt(Labels[..40].Average(label => (label - Mean) * (label - Mean)));
    private static readonly TrainingData Standardized = new(Part(0, 40), Part(40, 20));

    private static readonly NetworkRun Run = Runs.Moons("adam") with
    {
        Network = new() { Layers = [2, 6, 1], HiddenActivation = HiddenActivation.Tanh, Loss = LossFunction.MeanSquaredError },
        LearningRate = 0.01,
        BatchSize = 16,
        Epochs = 60,
    };

    [Theory]
    [InlineData("gd", 16)]
    [InlineData("adam", 16)]
    [InlineData("adam", 1)]
    [InlineData("momentum", NetworkRun.FullBatch)]
    public void Costs_are_those_computed_by_hand_in_the_own_unit(string optimizer, int batchSize)
    {
        var run = Run with { Optimizer = OptimizerSpecification.Create(optimizer), BatchSize = batchSize };
        var session = Trained(run, Standardized);
        var result = session.Result(0)!;
        var naive = new NaiveTrainer(run, Standardized.Train);

        ShouldAgree(result.InitialCost, SquaredError(naive.Parameters, 0, 40));
        foreach (var (epoch, cost) in session.Costs(0).ToArray().Index())
        {
            ShouldAgree(cost, naive.Epoch(epoch) * Scale * Scale);
        }

        ShouldAgree(result.FinalCost, SquaredError(result.FinalParameters.AsSpan(), 0, 40));
        ShouldAgree(result.TestCost, SquaredError(result.FinalParameters.AsSpan(), 40, 20));
        ShouldAgree(result.ConstantCost, Labels[..40].Average(label => (label - Mean) * (label - Mean)));
    }

    [Fact]
    public void Figures_of_the_series_are_in_the_own_unit()
    {
        var session = Trained(Run with { LearningRate = 0.5 }, Standardized);
        var costs = session.Costs(0).ToArray();
        var result = session.Result(0)!;
        var least = costs.Select((_, epoch) => costs[..(epoch + 1)].Min()).ToArray();

        (result.BestCost, result.LastEpochCost, result.MeanOfLastCost).ShouldBe((costs.Min(), costs[^1], costs[^6..].Sum() / 6));
        result.Overshoot.ShouldBe(costs.Zip(least, (cost, best) => cost - best).Max());
        result.Overshoot.ShouldBeGreaterThan(Scale);
    }

    [Fact]
    public void The_target_is_in_the_own_unit()
    {
        var costs = Trained(Run, Standardized).Costs(0).ToArray();
        var target = costs.Order().ElementAt(costs.Length / 2);

        Trained(Run with { TargetCost = target }, Standardized).Result(0)!.EpochsToTarget.ShouldBe(Array.FindIndex(costs, cost => cost <= target));
        Trained(Run with { TargetCost = 1 }, Standardized).Result(0)!.EpochsToTarget.ShouldBeNull();
    }

    [Fact]
    public void The_unit_of_labels_changes_no_bit_of_the_training()
    {
        var plain = new TrainingData(Standardized.Train with { LabelScale = 1, LabelMean = 0 }, Standardized.Test! with { LabelScale = 1, LabelMean = 0 });
        var own = Trained(Run, Standardized);
        var other = Trained(Run, plain);

        own.Result(0)!.FinalParameters.ShouldBe(other.Result(0)!.FinalParameters);
        own.Costs(0).ToArray().ShouldBe(other.Costs(0).ToArray().Select(cost => cost * Scale * Scale));
    }

    [Fact]
    public void A_checkpoint_goes_on_in_the_own_unit()
    {
        NetworkRun[] group = [Run, Run with { Number = 2, Seed = 7 }];
        var whole = Trainer.Start(group, Standardized, TimeProvider.System);
        var first = Trainer.Start(group, Standardized, TimeProvider.System);
        whole.Advance(60);
        first.Advance(25);

        var second = Trainer.Restore(group, Standardized, first.Checkpoint(), TimeProvider.System);
        second.Advance(35);

        Same.Run(second, 0, whole, 0);
        Same.Run(second, 1, whole, 1);
    }

    [Fact]
    public void A_cost_that_is_infinite_in_the_own_unit_is_a_divergence()
    {
        var data = new TrainingData(Standardized.Train with { LabelScale = 1e200 }, null);
        var result = Trained(Run, data).Result(0)!;

        (result.DivergedAtEpoch, result.EpochsTrained).ShouldBe((0, 0));
        (result.InitialCost, result.FinalCost, result.BestCost, result.ConstantCost).ShouldBe((null, null, null, null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_scale_is_a_number_above_0(double scale) =>
        NetworkFit.Errors(Run.Network, Standardized.Train with { LabelScale = scale }).ShouldHaveSingleItem().ShouldContain("labels: their scale");

    [Fact]
    public void Classes_are_not_scaled()
    {
        var data = DatasetLoader.Load(new() { Kind = DatasetKind.Moons, Examples = 10 }).Train with { LabelScale = 2 };

        NetworkFit.Errors(Run.Network, data).ShouldHaveSingleItem().ShouldContain("1 for classes");
    }

    private static TrainingSession Trained(NetworkRun run, TrainingData data)
    {
        var session = Trainer.Start([run], data, TimeProvider.System);
        session.Advance(run.Epochs);
        return session;
    }

    private static void ShouldAgree(double? actual, double expected) => actual!.Value.ShouldBe(expected, expected * Rounding);

    /// <summary>The mean squared error of predictions in the label's own unit.</summary>
    private static double SquaredError(ReadOnlySpan<double> parameters, int start, int count)
    {
        var outputs = Predictor.Outputs(Run.Network, parameters, Part(start, count).Inputs.AsSpan());
        return outputs.Zip(Labels[start..(start + count)], (output, label) => (output * Scale) + Mean - label).Average(error => error * error);
    }

    private static Dataset Part(int start, int count) => new()
    {
        Inputs = [.. Enumerable.Range(start, count).SelectMany(i => new[] { (i - 20) / 12.0, (i % 7 - 3) / 2.0 })],
        Labels = [.. Labels[start..(start + count)].Select(label => (label - Mean) / Scale)],
        FeatureNames = ["a", "b"],
        Task = LearningTask.Regression,
        Classes = 0,
        LabelMean = Mean,
        LabelScale = Scale,
    };
}
