using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Runs that together use every kernel, each with a hash of all its results.</summary>
internal static class GoldenRuns
{
    /// <summary>The runs by name, in double precision.</summary>
    public static ImmutableArray<(string Name, NetworkRun Run)> All { get; } =
    [
        ("moons-gd-64", Moons("gd", 64, HiddenActivation.Relu)),
        ("moons-momentum-37", Moons("momentum", 37, HiddenActivation.Tanh)),
        ("moons-adam-16", Moons("adam", 16, HiddenActivation.Sigmoid)),
        ("moons-adam-full", Moons("adam", NetworkRun.FullBatch, HiddenActivation.Relu)),
        ("moons-gd-1", Moons("gd", 1, HiddenActivation.Relu) with { Epochs = 4 }),
        ("moons-adam-1", Moons("adam", 1, HiddenActivation.Tanh) with { Epochs = 4 }),
        ("circles-mse", Moons("momentum", 32, HiddenActivation.Tanh) with
        {
            Dataset = new() { Kind = DatasetKind.Circles, Examples = 100, TestFraction = 0.3, Standardize = StandardizedFeatures.All },
            Network = new() { Layers = [2, 17, 9, 1], HiddenActivation = HiddenActivation.Tanh, Loss = LossFunction.MeanSquaredError },
        }),
        ("blobs-softmax", Softmax("adam", [5, 33, 3], HiddenActivation.Relu)),
        ("blobs-mse-one-hot", Softmax("gd", [5, 8, 3], HiddenActivation.Sigmoid) with
        {
            Network = new() { Layers = [5, 8, 3], HiddenActivation = HiddenActivation.Sigmoid, Loss = LossFunction.MeanSquaredError },
        }),
        ("digits-softmax", new NetworkRun
        {
            Number = 1,
            Dataset = new() { Kind = DatasetKind.Digits, TestFraction = 0.9, Standardize = StandardizedFeatures.All },
            Network = new() { Layers = [64, 30, 10], Loss = LossFunction.SoftmaxCrossEntropy, Initializer = WeightInitializer.Xavier },
            Optimizer = OptimizerSpecification.Create("momentum"),
            LearningRate = 0.05,
            BatchSize = 50,
            Seed = 8,
            Epochs = 3,
            RecordEvery = 1,
            ShuffleSeed = 77,
        }),
    ];

    /// <summary>The hash of a run: SHA-256 of its costs, final parameters and metrics, the first 16 digits.</summary>
    public static string Hash(NetworkRun run)
    {
        var session = Trainer.Start([run], DatasetLoader.Load(run.Dataset), TimeProvider.System);
        session.Advance(run.Epochs);
        return Hash(session, 0);
    }

    /// <summary>The hash of one run of a session.</summary>
    public static string Hash(TrainingSession session, int run)
    {
        var result = session.Result(run)!;
        double[] all =
        [
            .. session.Costs(run), .. result.FinalParameters, result.TrainAccuracy ?? -1, result.TestAccuracy ?? -1,
            result.Overshoot, result.RiseArea, result.RiseCount,
            .. Figures(result),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(all.AsSpan())))[..16];
    }

    private static double[] Figures(NetworkResult result) =>
    [
        result.InitialCost ?? -1, result.FinalCost ?? -1, result.MeanOfLastCost ?? -1, result.LastEpochCost ?? -1, result.TestCost ?? -1,
        result.ConstantCost ?? -1, result.ConstantAccuracy ?? -1,
    ];

    private static NetworkRun Moons(string optimizer, int batchSize, HiddenActivation activation) =>
        Runs.Moons(optimizer) with
        {
            BatchSize = batchSize,
            Epochs = 15,
            LearningRate = 0.01,
            Network = new() { Layers = [2, 5, 2, 1], HiddenActivation = activation },
        };

    private static NetworkRun Softmax(string optimizer, ImmutableArray<int> layers, HiddenActivation activation) =>
        Moons(optimizer, 24, activation) with
        {
            Dataset = new() { Kind = DatasetKind.Blobs, Examples = 90, Features = 5, TestFraction = 0.2 },
            Network = new() { Layers = layers, HiddenActivation = activation, Loss = LossFunction.SoftmaxCrossEntropy },
        };
}
