using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Cli;

/// <summary>Checks before the training that an experiment's data exists and has not changed since its submission.</summary>
internal static class RunData
{
    /// <summary>Requires the data of an experiment that trains on this machine.</summary>
    /// <exception cref="CommandException">A file is missing, cannot be read, or has changed.</exception>
    public static void Require(ExperimentRecord experiment)
    {
        try
        {
            DatasetLoader.Check(experiment.Specification.Dataset);
        }
        catch (DatasetException error)
        {
            throw CommandException.BadInput($"Experiment {experiment.Id} cannot be trained: {error.Message}");
        }
    }
}
