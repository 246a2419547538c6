using System.Collections.Immutable;

namespace NNOptim.Reporting;

/// <summary>The location of a written report.</summary>
/// <param name="Directory">The report's folder.</param>
/// <param name="Report">The full path of the document to read first: <c>report.html</c>, or the first file written.</param>
/// <param name="All">The full paths of all files.</param>
public sealed record ReportFiles(string Directory, string Report, ImmutableArray<string> All);
