using System.Collections.Immutable;
using System.Numerics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The costs that two experiments both recorded, of which each may have recorded others as well.</summary>
/// <param name="first">The epochs from one recorded cost of the first experiment to the next.</param>
/// <param name="second">The same of the second.</param>
internal sealed class CommonCosts(int first, int second)
{
    /// <summary>The epochs from one common cost to the next.</summary>
    public long Epochs { get; } = first / (long)BigInteger.GreatestCommonDivisor(first, second) * second;

    /// <summary>Whether the common costs of a run of each experiment agree bit for bit.</summary>
    public bool Agree(ImmutableArray<double> ofFirst, ImmutableArray<double> ofSecond) => Bits(ofFirst, first).SequenceEqual(Bits(ofSecond, second));

    private IEnumerable<long> Bits(ImmutableArray<double> costs, int recordEvery)
    {
        for (var index = 0L; index < costs.Length; index += Epochs / recordEvery)
        {
            yield return BitConverter.DoubleToInt64Bits(costs[(int)index]);
        }
    }
}
