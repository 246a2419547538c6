using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>
/// What runs must have in common to be trained in step, one to a vector lane. That is of use where a mini-batch is a single
/// example, which leaves a vector of examples all but empty.
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Optimizer">The update rule; its hyperparameters may differ.</param>
/// <param name="Precision">The width of the numbers.</param>
/// <param name="Epochs">Passes over the examples, so that no lane is left idle.</param>
internal sealed record TogetherKey(NetworkSpecification Network, OptimizerKind Optimizer, FloatingPointPrecision Precision, int Epochs)
{
    // Beyond this the parameters of several runs no longer stay in the cache together.
    private const int MostParameters = 2048;

    /// <summary>The largest number of runs in one group: the lanes of the widest vector.</summary>
    public static int MostRuns(FloatingPointPrecision precision) => precision == FloatingPointPrecision.Float64 ? 8 : 16;

    /// <summary>The key of a run; null where it is better trained alone.</summary>
    public static TogetherKey? Of(RunSpecification run, Dataset data) =>
        (run.BatchSize == 1 || data.Examples == 1) && run.Network.ParameterCount <= MostParameters
            ? new TogetherKey(run.Network, run.Optimizer.Kind, run.Precision, run.Epochs)
            : null;
}
