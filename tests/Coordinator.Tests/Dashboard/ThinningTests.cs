using CsCheck;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Coordinator.History.Tables;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>What is left of curves for a screen.</summary>
public class ThinningTests
{
    [Fact]
    public void The_step_is_the_least_multiple_of_the_recorded_epochs_that_gives_no_more_points_than_wanted() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Int[1, 500], Gen.Int[1, 300]).Sample((epochs, recordEvery, points) =>
        {
            var every = Thinning.Every(epochs, recordEvery, points);

            (every % recordEvery).ShouldBe(0);
            PointsAt(every).ShouldBeLessThanOrEqualTo(points);
            (every == recordEvery || PointsAt(every - recordEvery) > points).ShouldBeTrue();

            int PointsAt(int step) => (epochs + step - 1) / step;
        });

    [Fact]
    public void A_band_is_over_the_seeds_that_have_come_to_an_epoch()
    {
        var band = Thinning.Bands([new RunCost(1, 1, 0, 3), new RunCost(1, 1, 10, 2), new RunCost(2, 1, 0, 5)]).ShouldHaveSingleItem();

        band.Epochs.ShouldBe([0, 10]);
        band.Mean.ShouldBe([4, 2]);
        band.Least.ShouldBe([3, 2]);
        band.Largest.ShouldBe([5, 2]);
    }
}
