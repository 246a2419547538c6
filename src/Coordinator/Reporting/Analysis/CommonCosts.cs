using System.Collections.Immutable;
using System.Numerics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The costs that two experiments both recorded. Each experiment may have recorded further costs.</summary>
/// <param name="first">The number of epochs between consecutive recorded costs of the first experiment.</param>
/// <param name="second">The number of epochs between consecutive recorded costs of the second experiment.</param>
internal sealed class CommonCosts(int first, int second)
{
    /// <summary>The number of epochs between consecutive common costs.</summary>
    public long Epochs { get; } = first / (long)BigInteger.GreatestCommonDivisor(first, second) * second;

    /// <summary>Whether the common costs of two runs, one of each experiment, agree bit for bit.</summary>
    public bool Agree(ImmutableArray<double> ofFirst, ImmutableArray<double> ofSecond) => Bits(ofFirst, first).SequenceEqual(Bits(ofSecond, second));

    private IEnumerable<long> Bits(ImmutableArray<double> costs, int recordEvery)
    {
        for (var index = 0L; index < costs.Length; index += Epochs / recordEvery)
        {
            yield return BitConverter.DoubleToInt64Bits(costs[(int)index]);
        }
    }
}
