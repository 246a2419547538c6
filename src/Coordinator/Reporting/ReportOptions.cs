using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting;

/// <summary>What a report needs besides the experiment.</summary>
public sealed record ReportOptions
{
    /// <summary>The report's title; the experiment's name when absent.</summary>
    public string? Title { get; init; }

    /// <summary>The resolved specification as an experiment file; left out when empty.</summary>
    public string ResolvedSpecification { get; init; } = "";

    /// <summary>What decision boundaries are drawn from; without it the report says why there are none.</summary>
    public IDecisionSurface? DecisionSurface { get; init; }

    /// <summary>A fragment of HTML that stands as it is at the head of both documents; none when empty.</summary>
    public string Header { get; init; } = "";

    /// <summary>What is written.</summary>
    public ReportFormats Formats { get; init; } = ReportFormats.Default;
}
