using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis.Confirmations;

/// <summary>What the data say about two finalists, the better-ranked one first.</summary>
public enum PairVerdict
{
    /// <summary>The data do not separate the two.</summary>
    Undecided,

    /// <summary>The first is significantly better in one respect, and not significantly worse in the other.</summary>
    FirstIsBetter,

    /// <summary>The second is significantly better in one respect, and not significantly worse in the other, yet scores worse on average.</summary>
    SecondIsBetter,

    /// <summary>Each is significantly better in one respect.</summary>
    Mixed,
}

/// <summary>The typical difference of the objective on seeds where both finalists were successful, first minus second.</summary>
/// <param name="Seeds">The number of these seeds.</param>
/// <param name="Equal">The number of these seeds with equal values.</param>
/// <param name="IsRatio">True when the difference is the base-10 logarithm of a ratio; false when it is in the objective's own unit.</param>
/// <param name="Estimate">The Hodges-Lehmann estimate.</param>
/// <param name="Test">The decision of the signed-rank test, corrected by Holm over all tests of the confirmation.</param>
/// <param name="Interval">The interval at the level of the test's decision; null when there are too few seeds for it.</param>
/// <param name="Effect">The corrected effect size d_z; null without spread or with fewer than three seeds.</param>
public sealed record CostDifference(int Seeds, int Equal, bool IsRatio, double Estimate, HolmMember Test, ConfidenceInterval? Interval, double? Effect);

/// <summary>How often only one of two finalists was successful on a seed.</summary>
/// <param name="Counts">The exact test of the seeds where one was successful and the other was not; the yes is an unsuccessful run.</param>
/// <param name="Test">
/// The decision of McNemar's test, corrected by Holm over all tests of the confirmation; null when too few seeds differ for any verdict.
/// </param>
public sealed record ReliabilityDifference(McNemar Counts, HolmMember? Test);

/// <summary>The comparison of two finalists on the seeds that both have.</summary>
/// <param name="First">The finalist with the better mean score.</param>
/// <param name="Second">The other finalist.</param>
/// <param name="Superiority">The probability that the first scores better on a fresh seed; null when they share no seed.</param>
/// <param name="Cost">The difference of the objective; null when they share no seed on which both were successful.</param>
/// <param name="Reliability">The difference in reliability; null when they share no seed.</param>
/// <param name="Verdict">What the data say.</param>
public sealed record FinalistPair(
    Finalist First,
    Finalist Second,
    ProbabilityOfSuperiority? Superiority,
    CostDifference? Cost,
    ReliabilityDifference? Reliability,
    PairVerdict Verdict);
