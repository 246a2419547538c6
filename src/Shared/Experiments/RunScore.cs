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
        return Find(specification)
            ?? throw new ArgumentException($"{specification.Trainable.Name} declares no metric {specification.Objective}.", nameof(specification));
    }

    /// <summary>The rule for an experiment; null when the trainable does not declare the objective.</summary>
    public static RunScore? Find(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var place = specification.Trainable.PlaceOf(specification.Objective);
        return place < 0 ? null : new RunScore(specification.Trainable.Metrics[place]);
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

    /// <summary>The value of a constant prediction that a run reports; null when it reports none.</summary>
    public double? BaselineOf(Trainable trainable, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(trainable);
        ArgumentNullException.ThrowIfNull(result);
        return Objective.Baseline is { } name ? result.Metrics[trainable.PlaceOf(name)] : null;
    }

    /// <summary>The score of a run with a result; null when the result has no value and no baseline.</summary>
    public double? Of(Trainable trainable, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(trainable);
        ArgumentNullException.ThrowIfNull(result);
        return Of(
            result.DivergedAtEpoch is null ? result.Metrics[trainable.PlaceOf(Objective.Name)] : null,
            BaselineOf(trainable, result));
    }

    /// <summary>Whether a value is better than another.</summary>
    public bool IsBetter(double value, double than) => Objective.Goal == MetricGoal.Maximize ? value > than : value < than;
}
