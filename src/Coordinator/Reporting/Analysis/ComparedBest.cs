namespace NNOptim.Reporting.Analysis;

/// <summary>
/// The best configuration of one compared value, for example of one optimiser. DeepOBS compares optimisers in this way (Schneider et al.,
/// DeepOBS, ICLR 2019, arXiv:1903.05499).
/// </summary>
/// <param name="Compared">The compared value.</param>
/// <param name="Best">Its best configuration by the mean score; null when none of its runs completed.</param>
/// <param name="Tried">Its tuning budget: the number of configurations tried.</param>
/// <param name="ExpectedBest">
/// The expected mean score of the best of as many random configurations as the value with the smallest budget has (Dodge et al., Show your
/// work, EMNLP 2019). Null when a configuration has no score, or all values have the same budget.
/// </param>
public sealed record ComparedBest(string Compared, Configuration? Best, int Tried, double? ExpectedBest);
