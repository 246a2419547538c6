using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>The metric by which configurations are ranked, and its direction.</summary>
/// <param name="Metric">Its declaration.</param>
public sealed record Objective(Metric Metric)
{
    /// <summary>The objective of a trainable.</summary>
    public static Objective FromTrainable(Trainable trainable)
    {
        ArgumentNullException.ThrowIfNull(trainable);
        return new Objective(trainable.Metrics[trainable.PlaceOf(trainable.Objective)]);
    }

    /// <summary>Its name in the metrics of a run.</summary>
    public string Name => Metric.Name;

    /// <summary>Its name in a sentence, for example <c>final cost</c>.</summary>
    public string Label => Metric.Label;

    /// <summary>Whether larger values are better.</summary>
    public bool IsMaximized => Metric.Goal == MetricGoal.Maximize;

    /// <summary>The word for its best value.</summary>
    public string BestWord => IsMaximized ? "greatest" : "least";

    /// <summary>The word for its worst value.</summary>
    public string WorstWord => IsMaximized ? "least" : "greatest";

    /// <summary>The position of its best value in a figure where larger values are higher.</summary>
    public string BestAdjective => IsMaximized ? "highest" : "lowest";

    /// <summary>Whether its logarithm may be shown and compared: it is minimised, and is neither a fraction nor a count.</summary>
    public bool MayBeLogarithmic => Metric is { Goal: not MetricGoal.Maximize, Format: MetricFormat.Number };

    /// <summary>The value of a run; null when it has no finite value.</summary>
    public double? ValueOf(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Metric(Name) is { } value && double.IsFinite(value) ? value : null;
    }

    /// <summary>A number that is smaller for better values, and infinite when there is no value.</summary>
    public double Order(double? value) => value is not { } number ? double.PositiveInfinity : IsMaximized ? -number : number;

    /// <summary>The value as text.</summary>
    public string Text(double? value) => Wording.Value(Metric, value);
}
