using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class TargetTimesTests
{
    [Fact]
    public void The_epoch_that_reaches_the_target_is_counted()
    {
        // The first epoch is number 0.
        var times = Of(run => 0, 1);

        (times.Reached, times.Count, times.Earliest, times.Median, times.RestrictedMean).ShouldBe((1, 1, 1, 1, 1));
    }

    [Fact]
    public void A_run_that_never_reaches_it_counts_as_later_than_all()
    {
        // 10, 20 and never of 100.
        var times = Of(run => run.Seed switch { 1 => 9, 2 => 19, _ => null }, 3);

        (times.Reached, times.Count, times.Earliest, times.Median, times.Budget).ShouldBe((2, 3, 10, 20, 100));
        times.RestrictedMean.ShouldNotBeNull().ShouldBe((10 + 20 + 100) / 3.0, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void When_half_of_the_runs_never_reach_it_the_median_is_only_known_to_be_later(int reached)
    {
        var times = Of(run => run.Seed <= reached ? 9 : null, 4);

        (times.Reached, times.Median, times.Interval).ShouldBe((reached, null, null));
        Wording.Median(times, withInterval: true).ShouldBe("more than 100");
    }

    [Fact]
    public void The_interval_of_eight_is_from_the_least_to_the_greatest_and_may_be_open()
    {
        // 1 - 2 / 2^8 = 0.992; between the second and the seventh, 1 - 18 / 2^8 = 0.93 only.
        var times = Of(run => run.Seed == 8 ? null : (int)(10 * run.Seed) - 1, 8);

        times.Median.ShouldBe(45);
        times.Interval.ShouldNotBeNull().Interval.ShouldBe(new ConfidenceInterval(10, double.PositiveInfinity));
        Wording.Median(times, withInterval: true).ShouldBe("45, 95 % interval 10 to more than 100");
    }

    [Fact]
    public void A_diverged_run_that_had_reached_the_target_counts_and_a_failed_one_does_not()
    {
        var experiment = Experiment(run => 9, 3) with
        {
            Cost = (run, epoch) => run.Seed == 1 && epoch > 50 ? double.NaN : epoch >= 9 ? 0.1 : 0.5,
            Change = run => run.Specification.Seed == 2 ? run with { State = RunState.Failed, Result = null, Costs = [] } : run,
        };

        var times = ExperimentAnalysis.Analyze(experiment.Build()).Configurations[0].EpochsToTarget;

        (times.Reached, times.Count, times.Median).ShouldBe((2, 3, 10));
    }

    [Fact]
    public void Cancelled_runs_do_not_count()
    {
        var experiment = Experiment(run => 9, 3) with { Change = run => run.Specification.Seed > 1 ? run with { State = RunState.Cancelled, Result = null } : run };

        ExperimentAnalysis.Analyze(experiment.Build()).Configurations[0].EpochsToTarget.Count.ShouldBe(1);
    }

    /// <summary>300 examples in batches of 64 make five steps in each epoch.</summary>
    [Fact]
    public void Steps_are_those_to_the_end_of_the_epoch_that_reached_it()
    {
        var analysis = ExperimentAnalysis.Analyze(Experiment(run => 9, 3).Build(), new DatasetFacts(300));
        var configuration = analysis.Configurations[0];

        (configuration.EpochsToTarget.Median * analysis.StepsPerEpoch(configuration)).ShouldBe(50);
    }

    private static TargetTimes Of(Func<NetworkRun, int?> at, int seeds) => ExperimentAnalysis.Analyze(Experiment(at, seeds).Build()).Configurations[0].EpochsToTarget;

    private static SyntheticExperiment Experiment(Func<NetworkRun, int?> at, int seeds) => new()
    {
        Optimizers = ["gd"],
        Seeds = [.. Enumerable.Range(1, seeds)],
        Epochs = 100,
        RecordEvery = 10,
        Cost = (run, epoch) => at(run) is { } reached && epoch >= reached ? 0.1 : 0.5,
    };
}
