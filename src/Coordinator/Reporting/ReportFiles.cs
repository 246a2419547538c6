using System.Collections.Immutable;

namespace NNOptim.Coordinator.Reporting;

/// <summary>Where a report was written.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Report">The full path of <c>report.md</c>.</param>
/// <param name="All">The full paths of all its files.</param>
public sealed record ReportFiles(string Directory, string Report, ImmutableArray<string> All);
