using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Training;

/// <summary>
/// The properties that runs must share to train in step, each in one vector lane. This helps when a mini-batch is a single example, which
/// would leave the other lanes of a vector empty.
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Optimizer">The update rule; its own parameters may differ.</param>
/// <param name="Precision">The precision of the computation.</param>
/// <param name="Epochs">Passes over the examples. They are equal, so that no lane becomes idle.</param>
internal sealed record TogetherKey(NetworkSpecification Network, OptimizerRule Optimizer, FloatingPointPrecision Precision, int Epochs)
{
    // With more parameters than this, several runs do not fit into the cache together.
    private const int MostParameters = 2048;

    /// <summary>The largest number of runs in one group: the lanes of the widest vector.</summary>
    public static int MostRuns(FloatingPointPrecision precision) => precision == FloatingPointPrecision.Float64 ? 8 : 16;

    /// <summary>The key of a run; null when the run trains faster alone.</summary>
    public static TogetherKey? ForRun(NetworkRun run, Dataset data) =>
        (run.BatchSize == 1 || data.Examples == 1) && run.Network.ParameterCount <= MostParameters
            ? new TogetherKey(run.Network, run.Optimizer.Rule, run.Precision, run.Epochs)
            : null;
}
