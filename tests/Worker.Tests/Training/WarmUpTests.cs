using CsCheck;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class WarmUpTests
{
    [Fact]
    public void Any_run_that_can_be_trained_can_be_warmed_up() =>
        Gen.Select(Runs.AnyOptimizer, Gen.Enum<LossFunction>(), Gen.Enum<FloatingPointPrecision>(), Gen.Int[0, 70], Gen.Int[1, 40]).Sample(
            (optimizer, loss, precision, batchSize, width) => WarmUp.For(Runs.Moons(optimizer) with
            {
                Network = new() { Layers = [width, width, loss == LossFunction.BinaryCrossEntropy ? 1 : width + 1], Loss = loss },
                BatchSize = batchSize,
                Precision = precision,
            }),
            iter: 100);

    [Fact]
    public void A_run_is_the_same_after_its_warm_up()
    {
        var run = Runs.Moons("adam") with { Epochs = 20 };
        var data = DatasetLoader.Load(run.Dataset);
        var before = Trainer.Start([run], data, TimeProvider.System);
        before.Advance(20);

        WarmUp.For(run);

        var after = Trainer.Start([run], data, TimeProvider.System);
        after.Advance(20);
        Same.Run(after, 0, before, 0);
    }
}
