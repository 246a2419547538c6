namespace NNOptim.Reporting;

/// <summary>The forms a report is written in.</summary>
[Flags]
public enum ReportFormats
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>report.md</c> with its figures.</summary>
    Markdown = 1,

    /// <summary><c>report.html</c>, one file that needs no other.</summary>
    Html = 2,

    /// <summary><c>runs.csv</c>, <c>costs.csv</c> and <c>ranking.csv</c>.</summary>
    Csv = 4,

    /// <summary><c>runs.parquet</c> and <c>costs.parquet</c>.</summary>
    Parquet = 8,

    /// <summary>What the end of an experiment writes.</summary>
    Default = Markdown | Html | Csv,
}
