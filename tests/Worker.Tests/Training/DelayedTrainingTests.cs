using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class DelayedTrainingTests
{
    private static readonly RunSpecification Run = Runs.Moons(OptimizerKind.GradientDescent) with { Epochs = 3 };
    private static readonly TrainingData Data = DatasetLoader.Load(Run.Dataset);

    [Fact]
    public void A_delayed_run_gives_the_same_and_counts_its_delay_as_training_time()
    {
        var delayed = Start(Run with { Delay = 0.12 });
        while (!delayed.Ended)
        {
            delayed.Advance(10);
        }

        var plain = Start(Run);
        plain.Advance(10);

        delayed.Costs(0).ToArray().ShouldBe(plain.Costs(0).ToArray());
        var result = delayed.Result(0)!;
        result.FinalParameters.ShouldBe(plain.Result(0)!.FinalParameters);
        result.TrainingSeconds.ShouldBeGreaterThanOrEqualTo(0.12);
    }

    [Fact]
    public void A_long_delay_passes_in_short_steps_so_that_it_can_be_broken_off()
    {
        var delayed = Start(Run with { Delay = 10_000 });
        delayed.Advance(10);

        delayed.Epoch.ShouldBe(0);
        delayed.Ended.ShouldBeFalse();
        delayed.Costs(0).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_run_without_delay_is_trained_as_it_is() => Start(Run).ShouldBeOfType<TrainingSession>();

    private static ITraining Start(RunSpecification run) =>
        DelayedTraining.Of([run], Trainer.Start([run], Data, TimeProvider.System), TimeProvider.System);
}
