using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// A compared value, for example an optimiser, at its best configuration, as DeepOBS compares optimisers (Schneider et al., DeepOBS,
/// ICLR 2019, arXiv:1903.05499).
/// </summary>
/// <param name="Compared">The compared value.</param>
/// <param name="Best">Its best configuration; null where none of its runs completed.</param>
/// <param name="ToWinner">Its objective less that of the overall best; null for that one itself and where it cannot be tested.</param>
/// <param name="AdjustedPValue">The p value of that difference after Holm's correction over the compared values.</param>
public sealed record ComparedBest(string Compared, Configuration? Best, MeanComparison? ToWinner, double? AdjustedPValue);
