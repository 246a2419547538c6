using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis.Confirmations;

/// <summary>A configuration that the search chose, with its runs on fresh seeds.</summary>
/// <param name="Chosen">Its runs of the search, on which it was chosen; null when the search has no run of it.</param>
/// <param name="Confirmed">Its runs of the confirmation, with which it is tested.</param>
/// <param name="Unsuccessful">
/// The share of its ended seeds of which a run was unsuccessful, with a 95% Wilson interval; null when none ended.
/// </param>
/// <param name="Median">
/// The interval of its median score. The intervals of all finalists hold together with 95%, so it also holds for the best of them. Null
/// when there are too few seeds.
/// </param>
public sealed record Finalist(Configuration? Chosen, Configuration Confirmed, Proportion? Unsuccessful, MedianInterval? Median);
