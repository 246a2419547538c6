using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>The base specifications of the tests.</summary>
internal static class Runs
{
    /// <summary>The name of any optimiser of the program.</summary>
    public static Gen<string> AnyOptimizer { get; } = Gen.OneOf<string>([.. OptimizerRules.All.Select(rule => rule.Name)]);

    /// <summary>The course's run, which records every epoch.</summary>
    public static NetworkRun Moons(string optimizer) => new()
    {
        Number = 1,
        Dataset = new DatasetSpecification { Kind = DatasetKind.Moons },
        Network = new NetworkSpecification { Layers = [2, 5, 2, 1] },
        Optimizer = OptimizerSpecification.Create(optimizer),
        LearningRate = 0.0007,
        BatchSize = 64,
        Seed = 3,
        Epochs = 5000,
        RecordEvery = 1,
        ShuffleSeed = 10,
    };
}
