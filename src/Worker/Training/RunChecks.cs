using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>
/// Checks whether a run can be trained. The experiment file's own checks report the same errors earlier and with line numbers.
/// </summary>
internal static class RunChecks
{
    /// <summary>Requires that the run can be trained on the data.</summary>
    /// <exception cref="ArgumentException">The run cannot be trained. The message lists every reason.</exception>
    public static void Require(NetworkRun run, Dataset data)
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

        foreach (var parameter in run.Optimizer.Rule.Parameters)
        {
            var value = run.Optimizer.Value(parameter);
            if (!(value is ParameterValue.Number number ? parameter.Type.FromNumber(number.Value) is not null : parameter.Type.Parse(new WrittenValue(value.ToString())) is not null))
            {
                errors.Add($"{parameter.Name}: {value} is not allowed; give {parameter.Type.Allowed}.");
            }
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
