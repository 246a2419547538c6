using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>
/// Compiles the engine for a run before its data arrives. A process compiles each kernel at its first use. For a small network, this takes
/// as long as thousands of epochs. The warm-up uses a thread that would be idle during the start of the process.
/// </summary>
public static class WarmUp
{
    // With more parameters than this, the compile time is negligible compared with the training.
    private const int MostParameters = 100_000;

    private const int Examples = 64;

    /// <summary>Trains the run's network for one epoch on a few zero examples. Does not affect the run's results.</summary>
    public static void For(NetworkRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Network.ParameterCount > MostParameters)
        {
            return;
        }

        var once = run with { Epochs = 1, RecordEvery = 1 };
        NetworkRun[] group = run.BatchSize == 1 ? [once, once] : [once];
        Trainer.Start(group, new TrainingData(Zeros(run.Network), null), TimeProvider.System).Advance(1);
    }

    private static Dataset Zeros(NetworkSpecification network) => new()
    {
        Inputs = ImmutableArray.Create(new double[Examples * network.Layers[0]]),
        Labels = ImmutableArray.Create(new double[Examples]),
        FeatureNames = [.. Enumerable.Repeat("", network.Layers[0])],
        Task = LearningTask.Classification,
        Classes = Math.Max(2, network.Layers[^1]),
    };
}
