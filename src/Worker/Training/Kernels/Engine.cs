using NNOptim.Training.Datasets;

namespace NNOptim.Training.Kernels;

/// <summary>Trains one run, or several in step, an epoch at a time.</summary>
internal abstract class Engine
{
    /// <summary>Trains one epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="costs">Receives each run's cost: the mean over examples, each with the parameters that its mini-batch used.</param>
    public abstract void TrainEpoch(int epoch, Span<double> costs);

    /// <summary>Whether all parameters of a run are finite.</summary>
    public abstract bool ParametersFinite(int run);

    /// <summary>Copies a run's parameters in the layout of <see cref="Networks.NetworkShape"/>.</summary>
    public abstract void CopyParameters(int run, Span<double> target);

    /// <summary>The cost and the accuracy of a run's parameters on a dataset. They depend on the parameters and the data alone.</summary>
    public abstract Evaluation Evaluate(int run, Dataset data);

    /// <summary>Saves a run's parameters, moments and running scalars.</summary>
    public abstract void Save(int run, BinaryWriter writer);

    /// <summary>Restores the state that <see cref="Save"/> wrote.</summary>
    public abstract void Restore(int run, BinaryReader reader);
}
