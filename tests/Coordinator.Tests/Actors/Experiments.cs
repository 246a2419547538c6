using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>The common base of the tests of the actors.</summary>
internal static class Experiments
{
    public static ExperimentId Id { get; } = ExperimentId.Parse("k3f9x2ma");

    public static ExperimentId OtherId { get; } = ExperimentId.Parse("00000001");

    public static ExperimentEnvironment Environment { get; } = new("0.1.0", ".NET 10", "Linux", 2, 256, "nnoptim run");

    /// <summary>The trainable.</summary>
    public static Trainable Network => NetworkTrainable.Standard.Declaration;

    public static RunResult Done { get; } = Result(("final_cost", 0.4));

    /// <summary>A result of two steps with only these metrics.</summary>
    public static RunResult Result(params (string Name, double Value)[] metrics) => new()
    {
        EpochsTrained = 2,
        TrainingSeconds = 0.1,
        Metrics = new MetricValues(Network.Metrics.Select(metric => metrics.Any(given => given.Name == metric.Name)
            ? metrics.First(given => given.Name == metric.Name).Value
            : (double?)null)),
    };

    /// <summary>An experiment of the given number of runs, which differ in their seeds.</summary>
    public static SubmitExperiment Submit(ExperimentId id, int runs) => new(id, Specify(runs), Environment);

    public static ExperimentSpecification Specify(int runs) => ExperimentSpecification.Create(
        "spine",
        Network,
        new DatasetSpecification { Kind = DatasetKind.Moons, Examples = 20 },
        ("optimizer", ParameterValue.Names("gd")),
        ("layers", [new ParameterValue.Layers([2, 5, 2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(2)),
        ("record_every", ParameterValue.Integers(1)),
        ("learning_rate", ParameterValue.Numbers(0.01)),
        ("seed", Seeds(runs)));

    /// <summary>The given number of seeds, from 3.</summary>
    public static ImmutableArray<ParameterValue> Seeds(int count) => [.. Enumerable.Range(3, count).Select(seed => new ParameterValue.Integer(seed))];

    /// <summary>The last update on an attempt, with its two costs.</summary>
    public static RunUpdate Ended(int run, int attempt = 1) => new(new RunAttempt(run, attempt), 0, [0.5, 0.4], Done);

    public static UpdateRuns Report(WorkerId worker, long number, params RunUpdate[] runs) => new(Id, worker, number, [.. runs]);
}
