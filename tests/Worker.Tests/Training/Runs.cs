using NNOptim.Experiments;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Specifications that the tests start from.</summary>
internal static class Runs
{
    /// <summary>The course's run, recording every epoch.</summary>
    public static RunSpecification Moons(OptimizerKind optimizer) => new()
    {
        Number = 1,
        Dataset = new DatasetSpecification { Kind = DatasetKind.Moons },
        Network = new NetworkSpecification { Layers = [2, 5, 2, 1] },
        Optimizer = new OptimizerSpecification { Kind = optimizer },
        LearningRate = 0.0007,
        BatchSize = 64,
        Seed = 3,
        Epochs = 5000,
        RecordEvery = 1,
        ShuffleSeed = 10,
    };
}
