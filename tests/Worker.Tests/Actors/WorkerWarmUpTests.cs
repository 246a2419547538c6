using NNOptim.Worker.Actors;

namespace NNOptim.Worker.Tests.Actors;

public class WorkerWarmUpTests
{
    [Fact]
    public void Every_optimiser_is_trained_reported_and_acknowledged() => WorkerWarmUp.Run(TimeProvider.System).ShouldBe(3);
}
