using System.Collections.Immutable;
using NNOptim.Coordinator.Tests.Lifecycle;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>The outcome of an attempt at a run.</summary>
internal enum RunTemper
{
    /// <summary>It trains to its end.</summary>
    Good,

    /// <summary>Its first attempt fails.</summary>
    Flaky,

    /// <summary>Every attempt fails.</summary>
    Throwing,

    /// <summary>Every attempt stalls.</summary>
    Stalling,
}

/// <summary>The runs of a simulation. As in training, a run's costs are a function of the run alone.</summary>
internal sealed class SimulatedRuns(IReadOnlyDictionary<(ExperimentId Experiment, int Run), RunTemper> tempers)
{
    /// <summary>The number of epochs of every run; each epoch records its cost.</summary>
    public const int Epochs = 6;

    /// <summary>The epoch after which a failing run fails.</summary>
    private const int FailsAfter = 3;

    public RunTemper TemperOf(ExperimentId experiment, int run) => tempers[(experiment, run)];

    public static ImmutableArray<double> Costs(int run) => [.. Enumerable.Range(0, Epochs).Select(epoch => 1.0 / (run * 100 + epoch + 1))];

    public static RunResult Result(int run) => new()
    {
        EpochsTrained = Epochs,
        DivergedAtEpoch = run % 5 == 0 ? Epochs : null,
        Metrics = new MetricValues([1.0 / run]),
        TrainingSeconds = 0.01 * run,
    };

    public bool Throws(ExperimentId experiment, RunAttempt attempt, int epoch) => epoch >= FailsAfter && TemperOf(experiment, attempt.Run) switch
    {
        RunTemper.Throwing => true,
        RunTemper.Flaky => attempt.Attempt == 1,
        _ => false,
    };

    public bool Stalls(ExperimentId experiment, int run, int epoch) => epoch >= FailsAfter && TemperOf(experiment, run) == RunTemper.Stalling;

    /// <summary>A checkpoint names its content; a large one takes two messages.</summary>
    public static ImmutableArray<byte> Checkpoint(int run, int epoch, bool isLarge) =>
        [(byte)run, (byte)epoch, .. new byte[isLarge ? BinaryPart.MaxBytes : 0]];

    public static int EpochOf(ImmutableArray<byte> checkpoint, int run)
    {
        checkpoint[0].ShouldBe((byte)run, "a checkpoint of another run");
        checkpoint.Length.ShouldBeOneOf(2, 2 + BinaryPart.MaxBytes);
        return checkpoint[1];
    }

    /// <summary>The largest number of runs of the confirmations of one experiment.</summary>
    public const int MostConfirmed = MostConfirmations * 4;

    /// <summary>The largest number of confirmations of one experiment.</summary>
    public const int MostConfirmations = 2;

    /// <summary>The submission of a number of runs, of a grid or of a search that proposes them from results.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="runs">The number of runs of the search.</param>
    /// <param name="isSearch">Whether a search proposes them.</param>
    /// <param name="isConfirmed">Whether a confirmation follows: two finalists on two seeds.</param>
    public static SubmitExperiment Submit(ExperimentId id, int runs, bool isSearch, bool isConfirmed) => new(
        id,
        (isSearch ? Specification(1) with { Search = HillSearch.Create(runs) } : Specification(runs)) with { Confirmation = isConfirmed ? new(2, null, 2) : null },
        new ExperimentEnvironment("", "", "", 1, 128, ""));

    /// <summary>The runs differ in their rates, so that finalists are to be chosen.</summary>
    private static ExperimentSpecification Specification(int runs) => Actors.Experiments.Specify(1)
        .With("learning_rate", [.. Enumerable.Range(1, runs).Select(run => new ParameterValue.Number(0.01 * run))])
        .With("epochs", ParameterValue.Integers(Epochs));
}
