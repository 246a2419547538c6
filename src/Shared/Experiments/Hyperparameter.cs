namespace NNOptim.Experiments;

/// <summary>A hyperparameter that can be an axis of the grid.</summary>
/// <param name="Name">Its column in tables and reports, for example <c>learning_rate</c> or <c>adam_beta1</c>.</param>
/// <param name="Path">Its place in the experiment file, for example <c>grid.learning_rate</c> or <c>optimizers.adam.beta1</c>.</param>
/// <param name="Optimizer">The one optimiser that uses it; null when every run does.</param>
/// <param name="Default">Its value where the file gives none; null when the file must give it.</param>
public sealed record Hyperparameter(string Name, string Path, OptimizerKind? Optimizer = null, HyperparameterValue? Default = null)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
