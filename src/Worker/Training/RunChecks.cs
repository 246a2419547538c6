using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>What a run must fulfil to be trained at all; the experiment file's own checks say it earlier and with line numbers.</summary>
internal static class RunChecks
{
    /// <summary>Requires that the run can be trained on the data.</summary>
    /// <exception cref="ArgumentException">It cannot; the message lists every reason.</exception>
    public static void Require(RunSpecification run, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(run.Network);
        ArgumentNullException.ThrowIfNull(run.Optimizer);
        var errors = new List<string>(NetworkFit.Errors(run.Network, data));
        if (!(double.IsFinite(run.LearningRate) && run.LearningRate > 0))
        {
            errors.Add($"learning_rate: {run.LearningRate} must be above 0.");
        }

        if (!(run.BatchSize >= 0))
        {
            errors.Add($"batch_size: {run.BatchSize} must be 1 or more, or full.");
        }

        if (!(run.Epochs >= 1))
        {
            errors.Add($"epochs: {run.Epochs} must be 1 or more.");
        }

        if (!(run.RecordEvery >= 1))
        {
            errors.Add($"record_every: {run.RecordEvery} must be 1 or more.");
        }

        if (!(run.Optimizer.Beta is >= 0 and < 1))
        {
            errors.Add($"momentum_beta: {run.Optimizer.Beta} must be in [0, 1).");
        }

        if (!(run.Optimizer.Beta1 is >= 0 and < 1))
        {
            errors.Add($"adam_beta1: {run.Optimizer.Beta1} must be in [0, 1).");
        }

        if (!(run.Optimizer.Beta2 is >= 0 and < 1))
        {
            errors.Add($"adam_beta2: {run.Optimizer.Beta2} must be in [0, 1).");
        }

        if (!(double.IsFinite(run.Optimizer.Epsilon) && run.Optimizer.Epsilon > 0))
        {
            errors.Add($"adam_epsilon: {run.Optimizer.Epsilon} must be above 0.");
        }

        if (!(Enum.IsDefined(run.Optimizer.Kind)))
        {
            errors.Add($"optimizer: {run.Optimizer.Kind} is unknown.");
        }

        if (!Enum.IsDefined(run.Network.HiddenActivation))
        {
            errors.Add($"hidden_activation: {run.Network.HiddenActivation} is unknown.");
        }

        if (!Enum.IsDefined(run.Network.Initializer))
        {
            errors.Add($"initializer: {run.Network.Initializer} is unknown.");
        }

        if (!(Enum.IsDefined(run.Precision)))
        {
            errors.Add($"precision: {run.Precision} is unknown.");
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException($"Run {run.Number} cannot be trained: {string.Join(" ", errors)}", nameof(run));
        }
    }
}
