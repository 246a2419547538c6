using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Search;

/// <summary>Seeds that an experiment has not used.</summary>
public static class FreshSeeds
{
    /// <summary>
    /// The whole numbers after the largest used seed, without the used ones. After the largest value of the replicate, which is 2^32 - 1 for a
    /// seed, follows its smallest.
    /// </summary>
    /// <param name="replicate">The replicate of the trainable.</param>
    /// <param name="used">The seeds used so far.</param>
    /// <param name="count">How many to return.</param>
    /// <returns>The seeds; fewer than <paramref name="count"/> when the replicate has no more values.</returns>
    public static ImmutableArray<uint> After(Parameter replicate, IReadOnlySet<uint> used, int count)
    {
        ArgumentNullException.ThrowIfNull(replicate);
        ArgumentNullException.ThrowIfNull(used);
        var type = replicate.Type as IntegerType;
        var first = (uint)Math.Clamp(type?.Minimum ?? 0, 0, uint.MaxValue);
        var last = (uint)Math.Clamp(type?.Maximum ?? uint.MaxValue, first, uint.MaxValue);
        var largest = used.Count == 0 ? last : used.Max();
        var seeds = ImmutableArray.CreateBuilder<uint>(count);
        var next = largest;
        do
        {
            next = next < first || next >= last ? first : next + 1;
            if (!used.Contains(next))
            {
                seeds.Add(next);
            }
        }
        while (seeds.Count < count && next != largest);

        return seeds.ToImmutable();
    }
}
