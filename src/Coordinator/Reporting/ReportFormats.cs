namespace NNOptim.Reporting;

/// <summary>The formats of a report.</summary>
[Flags]
public enum ReportFormats
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>report.md</c> and its figures.</summary>
    Markdown = 1,

    /// <summary><c>report.html</c>, a single self-contained file.</summary>
    Html = 2,

    /// <summary><c>runs.csv</c>, <c>costs.csv</c> and <c>ranking.csv</c>.</summary>
    Csv = 4,

    /// <summary><c>runs.parquet</c> and <c>costs.parquet</c>.</summary>
    Parquet = 8,

    /// <summary>The formats that are written at the end of an experiment.</summary>
    Default = Markdown | Html | Csv,
}
