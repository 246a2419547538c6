using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>A hypothesis of a family that Holm's correction tested.</summary>
/// <param name="PValue">The uncorrected p value.</param>
/// <param name="AdjustedPValue">The p value after Holm's correction.</param>
/// <param name="IsRejected">True when the adjusted p value is below alpha.</param>
/// <param name="Level">
/// The level of the two-sided interval that agrees with the verdict. It excludes the hypothesis's value exactly when the hypothesis is
/// rejected.
/// </param>
public sealed record HolmMember(double PValue, double AdjustedPValue, bool IsRejected, double Level);

/// <summary>
/// A family of hypotheses under Holm's step-down correction, with a confidence level for each (Holm, A simple sequentially rejective
/// multiple test procedure, Scandinavian Journal of Statistics 6, 1979). The probability of any false rejection is at most alpha.
/// </summary>
/// <param name="Alpha">The error rate of the family, in (0, 1).</param>
/// <param name="Tested">The number m of tested hypotheses.</param>
/// <param name="Rejected">The number r of rejected hypotheses.</param>
/// <param name="Members">The hypotheses in the given order; null where one was not tested.</param>
public sealed record HolmFamily(double Alpha, int Tested, int Rejected, ImmutableArray<HolmMember?> Members)
{
    /// <summary>
    /// Corrects a family. The i-th smallest p value (from 1), if rejected, gets the level 1 - alpha / (m - i + 1): the threshold of its
    /// step. All others get 1 - alpha / (m - r): the threshold of the step that rejected no more. Equal p values keep their given order.
    /// </summary>
    /// <param name="pValues">The p values; null where a hypothesis was not tested. These do not count in the family.</param>
    /// <param name="alpha">The error rate of the family, in (0, 1).</param>
    /// <exception cref="ArgumentException">A p value is outside [0, 1].</exception>
    public static HolmFamily Correct(ImmutableArray<double?> pValues, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);
        if (pValues.Any(p => p is not (null or (>= 0 and <= 1))))
        {
            throw new ArgumentException("A p value lies in [0, 1].", nameof(pValues));
        }

        ImmutableArray<int> tested = [.. Enumerable.Range(0, pValues.Length).Where(i => pValues[i] is not null).OrderBy(i => pValues[i])];
        var adjusted = Holm.Adjust([.. tested.Select(i => pValues[i]).OfType<double>()]);
        var rejected = adjusted.Count(p => p < alpha);
        var members = new HolmMember?[pValues.Length];
        foreach (var (step, i) in tested.Index())
        {
            var level = 1 - (alpha / (tested.Length - Math.Min(step, rejected)));
            members[i] = new HolmMember(pValues[i].GetValueOrDefault(), adjusted[step], step < rejected, level);
        }

        return new HolmFamily(alpha, tested.Length, rejected, [.. members]);
    }
}
