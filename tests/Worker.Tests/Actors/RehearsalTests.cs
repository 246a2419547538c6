using NNOptim.Worker.Actors;

namespace NNOptim.Worker.Tests.Actors;

public class RehearsalTests
{
    [Fact]
    public void Every_optimiser_is_trained_reported_and_acknowledged() => Rehearsal.Hold(TimeProvider.System).ShouldBe(3);
}
