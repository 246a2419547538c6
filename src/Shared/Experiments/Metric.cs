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

/// <summary>A declared output of a trainable: one number that summarises a run, such as its final cost.</summary>
/// <param name="Name">Its column in tables and reports, for example <c>final_cost</c>.</param>
/// <param name="Goal">The direction in which it improves.</param>
/// <param name="Format">Its display format.</param>
/// <param name="Description">Its meaning, in one sentence.</param>
public sealed record Metric(string Name, MetricGoal Goal, MetricFormat Format, string Description)
{
    /// <summary>Its name in a sentence, for example <c>final cost</c> for <c>final_cost</c>.</summary>
    public string Label => Name.Replace('_', ' ');
}
