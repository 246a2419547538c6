using CsCheck;
using NNOptim.History.Tables;
using NNOptim.History.Views;

namespace NNOptim.Coordinator.Tests.History.Views;

/// <summary>The points of a curve that a screen shows.</summary>
public class ThinningTests
{
    /// <summary>The latest record is kept besides those of the step.</summary>
    private const int Latest = 1;

    [Fact]
    public void The_step_is_the_least_multiple_of_the_recorded_epochs_that_gives_no_more_points_than_wanted() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Int[1, 500], Gen.Int[2, 300]).Sample((epochs, recordEvery, points) =>
        {
            var every = Thinning.Every(epochs, recordEvery, points);

            (every % recordEvery).ShouldBe(0);
            PointsAt(every).ShouldBeLessThanOrEqualTo(points);
            (every == recordEvery || PointsAt(every - recordEvery) > points).ShouldBeTrue();

            int PointsAt(int step) => ((epochs + step - 1) / step) + Latest;
        });

    [Fact]
    public void A_band_is_over_the_seeds_that_completed()
    {
        var band = Thinning.Bands(
        [
            new RunCost(1, 1, "completed", 0, 3), new RunCost(1, 1, "completed", 10, 2),
            new RunCost(2, 1, "completed", 0, 5), new RunCost(2, 1, "completed", 10, 4),
            new RunCost(3, 1, "running", 0, 90), new RunCost(4, 1, "diverged", 0, 1e9),
        ]).ShouldHaveSingleItem();

        band.Epochs.ShouldBe([0, 10]);
        band.Mean.ShouldBe([4, 3]);
        band.Least.ShouldBe([3, 2]);
        band.Largest.ShouldBe([5, 4]);
    }

    [Fact]
    public void Until_one_has_completed_it_goes_as_far_as_all_in_training_have_come() =>
        Thinning.Bands(
        [
            new RunCost(1, 1, "running", 0, 3), new RunCost(1, 1, "running", 10, 2), new RunCost(1, 1, "running", 15, 1),
            new RunCost(2, 1, "running", 0, 5), new RunCost(2, 1, "running", 10, 4),
        ]).ShouldHaveSingleItem().Mean.ShouldBe([4, 3]);

    [Fact]
    public void Where_all_diverged_their_curves_are_shown() =>
        Thinning.Bands([new RunCost(1, 1, "diverged", 0, 3), new RunCost(2, 1, "diverged", 0, 5)]).ShouldHaveSingleItem().Mean.ShouldBe([4]);
}
