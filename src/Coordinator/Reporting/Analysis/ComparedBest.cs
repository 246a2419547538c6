using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// The best configuration of one compared value, for example of one optimiser. DeepOBS compares optimisers in this way (Schneider et al.,
/// DeepOBS, ICLR 2019, arXiv:1903.05499).
/// </summary>
/// <param name="Compared">The compared value.</param>
/// <param name="Best">Its best configuration; null when none of its runs completed.</param>
/// <param name="ToWinner">Its objective minus the winner's; null for the winner itself and when no test is possible.</param>
/// <param name="AdjustedPValue">The p value of that difference, with Holm's correction over the compared values.</param>
public sealed record ComparedBest(string Compared, Configuration? Best, MeanComparison? ToWinner, double? AdjustedPValue);
