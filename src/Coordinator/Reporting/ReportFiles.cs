using System.Collections.Immutable;

namespace NNOptim.Reporting;

/// <summary>Where a report was written.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Report">The full path of the document to read first: <c>report.html</c>, or the first of what was written.</param>
/// <param name="All">The full paths of all its files.</param>
public sealed record ReportFiles(string Directory, string Report, ImmutableArray<string> All);
