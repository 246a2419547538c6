using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ShuffleSeedTests
{
    [Fact]
    public void Seed_3_gives_the_courses_10() => ShuffleSeed.DerivedFrom(3).ShouldBe(10u);

    [Fact]
    public void Replicates_share_no_epochs_shuffle() =>
        Gen.Select(Gen.UInt, Gen.UInt[1, ShuffleSeed.DistinctSeeds - 1], Gen.UInt[0, ShuffleSeed.EpochsApart - 1]).Sample((seed, apart, epoch) =>
        {
            var one = ShuffleSeed.DerivedFrom(seed);
            var other = ShuffleSeed.DerivedFrom(unchecked(seed + apart));

            // Epoch e shuffles by the seed + 1 + e: the two ranges of 100,000 must not overlap on the circle of 2^32.
            unchecked(other - one).ShouldBeGreaterThanOrEqualTo(ShuffleSeed.EpochsApart);
            unchecked(one - other).ShouldBeGreaterThanOrEqualTo(ShuffleSeed.EpochsApart);
            unchecked(one + 1 + epoch - (other + 1)).ShouldBeGreaterThanOrEqualTo(ShuffleSeed.EpochsApart);
        });

    [Fact]
    public void No_more_replicates_than_that_would_fit()
    {
        ((long)ShuffleSeed.DistinctSeeds * ShuffleSeed.EpochsApart).ShouldBeLessThanOrEqualTo(1L << 32);
        ((long)(ShuffleSeed.DistinctSeeds + 1) * ShuffleSeed.EpochsApart).ShouldBeGreaterThan(1L << 32);
    }
}
