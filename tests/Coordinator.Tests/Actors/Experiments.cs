using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>What the tests of the spine start from.</summary>
internal static class Experiments
{
    public static ExperimentId Id { get; } = ExperimentId.Parse("k3f9x2ma");

    public static ExperimentId OtherId { get; } = ExperimentId.Parse("00000001");

    public static ExperimentEnvironment Environment { get; } = new("0.1.0", ".NET 10", "Linux", 2, 256, "nnoptim run");

    public static RunResult Done { get; } = new() { EpochsTrained = 2, TrainingSeconds = 0.1, FinalCost = 0.4 };

    /// <summary>An experiment of so many runs, which differ in their seeds.</summary>
    public static SubmitExperiment Submit(ExperimentId id, int runs) => new(id, Of(runs), Environment);

    public static ExperimentSpecification Of(int runs) => new()
    {
        Name = "spine",
        Dataset = new DatasetSpecification { Kind = DatasetKind.Moons, Examples = 20 },
        Loss = LossFunction.BinaryCrossEntropy,
        RecordEvery = 1,
        Axes =
        [
            .. Hyperparameters.InOrder.Select(hyperparameter => new GridAxis(hyperparameter, hyperparameter switch
            {
                _ when hyperparameter == Hyperparameters.Optimizer => [new HyperparameterValue.Name("gd")],
                _ when hyperparameter == Hyperparameters.Layers => [new HyperparameterValue.Layers([2, 5, 2, 1])],
                _ when hyperparameter == Hyperparameters.Epochs => [new HyperparameterValue.Integer(2)],
                _ when hyperparameter == Hyperparameters.LearningRate => [new HyperparameterValue.Number(0.01)],
                _ when hyperparameter == Hyperparameters.Seed =>
                    [.. Enumerable.Range(3, runs).Select(seed => new HyperparameterValue.Integer(seed))],
                _ => [hyperparameter.Default!],
            })),
        ],
    };

    /// <summary>The last news of an attempt, with its two costs.</summary>
    public static RunReport Ended(int run, int attempt = 1) => new(new RunAttempt(run, attempt), 0, [0.5, 0.4], Done);

    public static ReportRuns Report(WorkerId worker, long number, params RunReport[] runs) => new(Id, worker, number, [.. runs]);
}
