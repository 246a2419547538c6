namespace NNOptim.Experiments;

/// <summary>The direction in which a metric improves.</summary>
public enum MetricGoal
{
    /// <summary>It has no direction.</summary>
    None,

    /// <summary>Smaller is better.</summary>
    Minimize,

    /// <summary>Larger is better.</summary>
    Maximize,
}

/// <summary>The display format of a metric.</summary>
public enum MetricFormat
{
    /// <summary>A real number, to about six significant digits.</summary>
    Number,

    /// <summary>A fraction in [0, 1], shown in percent.</summary>
    Percent,

    /// <summary>A whole number.</summary>
    Count,
}

/// <summary>How a metric summarises its series.</summary>
public enum MetricSummary
{
    /// <summary>It summarises no series.</summary>
    None,

    /// <summary>The value at the end of the training.</summary>
    Last,

    /// <summary>The best value of any step.</summary>
    Best,

    /// <summary>The mean over the last tenth of the steps.</summary>
    MeanOfLast,
}

/// <summary>The examples on which a metric is measured.</summary>
public enum ExampleSet
{
    /// <summary>The examples that a run trains on.</summary>
    Training,

    /// <summary>Examples held out to choose a configuration.</summary>
    Validation,

    /// <summary>Examples held out to judge the chosen configuration. They never choose one.</summary>
    Test,
}

/// <summary>A declared output of a trainable: one number that summarises a run, such as its final cost.</summary>
/// <param name="Name">Its column in tables and reports, for example <c>final_cost</c>.</param>
/// <param name="Goal">The direction in which it improves.</param>
/// <param name="Format">Its display format.</param>
/// <param name="Description">Its meaning, in one sentence.</param>
public sealed record Metric(string Name, MetricGoal Goal, MetricFormat Format, string Description)
{
    /// <summary>Its name in a sentence, for example <c>final cost</c> for <c>final_cost</c>.</summary>
    public string Label => Name.Replace('_', ' ');

    /// <summary>The name of the series that it summarises, for example <c>cost</c>; null when it summarises none.</summary>
    public string? Series { get; init; }

    /// <summary>How it summarises its series.</summary>
    public MetricSummary Summary { get; init; }

    /// <summary>The examples on which it is measured.</summary>
    public ExampleSet Examples { get; init; }

    /// <summary>
    /// The name of the metric with the value that a constant prediction reaches; null when there is none. A run that ends no better has
    /// learnt nothing.
    /// </summary>
    public string? Baseline { get; init; }
}
