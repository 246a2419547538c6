using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>An optimiser at its best setting, as DeepOBS compares optimisers (Schneider et al., DeepOBS, ICLR 2019, arXiv:1903.05499).</summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="Best">Its best setting; null where none of its runs completed.</param>
/// <param name="ToWinner">Its final cost less that of the overall best; null for that one itself and where it cannot be tested.</param>
/// <param name="AdjustedPValue">The p value of that difference after Holm's correction over the optimisers.</param>
public sealed record OptimizerBest(OptimizerKind Optimizer, Cell? Best, MeanComparison? ToWinner, double? AdjustedPValue);
