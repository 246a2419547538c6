using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>
/// Compiles the engine for a run before its data is there. A process compiles each kernel when it first needs it, which for a small network
/// takes as long as thousands of epochs. This runs on a thread that would idle while the process starts.
/// </summary>
public static class WarmUp
{
    // Beyond this the compile time is negligible compared with the training.
    private const int MostParameters = 100_000;

    private const int Examples = 64;

    /// <summary>Trains the run's network for one epoch on a few examples that are all zeros. Has no effect on the run's results.</summary>
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
