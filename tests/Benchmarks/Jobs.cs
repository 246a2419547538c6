using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Optimizers;

namespace NNOptim.Benchmarks;

/// <summary>The measured trainings.</summary>
internal static class Jobs
{
    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons };

    /// <summary>Job J: a 2-5-2-1 network on 300 moons in mini-batches of 64, double precision.</summary>
    public static NetworkRun J(string optimizer, int batchSize = 64) => new()
    {
        Number = 1,
        Dataset = Moons,
        Network = new NetworkSpecification { Layers = [2, 5, 2, 1] },
        Optimizer = OptimizerSpecification.Create(optimizer),
        LearningRate = 0.0007,
        BatchSize = batchSize,
        Seed = 3,
        Epochs = 5000,
        RecordEvery = 100,
        ShuffleSeed = 10,
    };

    /// <summary>A classifier with softmax on Gaussian clusters, with as many examples as 10 mini-batches of 64.</summary>
    public static NetworkRun Softmax(string optimizer, int inputs, int hidden) => new()
    {
        Number = 1,
        Dataset = new DatasetSpecification { Kind = DatasetKind.Blobs, Examples = 640, Features = inputs, Centers = 10 },
        Network = new NetworkSpecification { Layers = [inputs, hidden, 10], Loss = LossFunction.SoftmaxCrossEntropy },
        Optimizer = OptimizerSpecification.Create(optimizer),
        LearningRate = 0.0007,
        BatchSize = 64,
        Seed = 3,
        Epochs = 5000,
        RecordEvery = 100,
        ShuffleSeed = 10,
    };
}
