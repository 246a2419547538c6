namespace NNOptim.Experiments;

/// <summary>The default shuffle seed of a run.</summary>
public static class ShuffleSeed
{
    /// <summary>
    /// Derives the shuffle seed from the run's seed: 10 + (seed - 3) * 100,000 modulo 2^32. Seed 3 gives the course's 10. Two seeds that
    /// differ by less than <see cref="DistinctSeeds"/> share no epoch's shuffle within <see cref="EpochsApart"/> epochs. The generator has
    /// 2^32 seeds, so no rule could support more replicates.
    /// </summary>
    public static uint DerivedFrom(uint seed) => unchecked(10u + (seed - 3u) * EpochsApart);

    /// <summary>The number of epochs for which replicates share no shuffle.</summary>
    public const uint EpochsApart = 100_000;

    /// <summary>Seeds that differ by less than this share no shuffle.</summary>
    public const uint DistinctSeeds = 42_949;
}
