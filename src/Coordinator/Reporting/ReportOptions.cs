using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting;

/// <summary>The options of a report.</summary>
public sealed record ReportOptions
{
    /// <summary>The report's title; the experiment's name when null.</summary>
    public string? Title { get; init; }

    /// <summary>The resolved specification as an experiment file; omitted when empty.</summary>
    public string ResolvedSpecification { get; init; } = "";

    /// <summary>The source of decision boundaries. Without it, the report states why there are none.</summary>
    public IDecisionSurface? DecisionSurface { get; init; }

    /// <summary>An HTML fragment that both documents contain unchanged at the top; none when empty.</summary>
    public string Header { get; init; } = "";

    /// <summary>The formats to write.</summary>
    public ReportFormats Formats { get; init; } = ReportFormats.Default;
}
