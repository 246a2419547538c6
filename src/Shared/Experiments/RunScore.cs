namespace NNOptim.Experiments;

/// <summary>
/// The score of a run: the value of the objective, limited to that of a constant prediction. A diverged run scores as a constant
/// prediction. So a mean of scores is finite, and one bad run cannot outweigh all others.
/// </summary>
/// <param name="objective">The metric by which configurations are ranked.</param>
public sealed class RunScore(Metric objective)
{
    /// <summary>The rule for an experiment.</summary>
    /// <exception cref="ArgumentException">The trainable does not declare the objective.</exception>
    public static RunScore For(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var place = specification.Trainable.PlaceOf(specification.Objective);
        return place >= 0
            ? new RunScore(specification.Trainable.Metrics[place])
            : throw new ArgumentException($"{specification.Trainable.Name} declares no metric {specification.Objective}.", nameof(specification));
    }

    /// <summary>The metric by which configurations are ranked.</summary>
    public Metric Objective { get; } = objective;

    /// <summary>The score; null when the run has no value and the value of a constant prediction is unknown.</summary>
    /// <param name="value">The run's value of the objective; null when it diverged or failed.</param>
    /// <param name="baseline">The value of a constant prediction; null when it is unknown.</param>
    public double? Of(double? value, double? baseline) =>
        value is not { } own ? baseline
        : baseline is not { } constant ? own
        : Objective.Goal == MetricGoal.Maximize ? Math.Max(own, constant)
        : Math.Min(own, constant);
}
