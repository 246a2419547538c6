using Akka.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

public class CellsActorTests : Akka.Hosting.TestKit.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) => builder
        .AddHocon(NodeConfiguration.Of(new NodeSettings()), HoconAddMode.Prepend)
        .AddHocon("akka { actor.provider = local, loglevel = OFF }", HoconAddMode.Prepend);

    [Fact]
    public void Each_who_asks_is_told_whatever_else_could_not_be_read()
    {
        var cells = Sys.ActorOf(CellsActor.Props(id => id == Id ? ListOf(id) : throw new IOException("no database")));
        cells.Tell(new DescribeCells(OtherId), TestActor);
        cells.Tell(new DescribeCells(Id), TestActor);

        ExpectMsg<CellList>(Patience).ExperimentId.ShouldBe(Id);
    }

    [Fact]
    public void One_is_read_at_a_time()
    {
        var reading = 0;
        var most = 0;
        var cells = Sys.ActorOf(CellsActor.Props(id =>
        {
            most = Math.Max(most, Interlocked.Increment(ref reading));
            Thread.Yield();
            Interlocked.Decrement(ref reading);
            return ListOf(id);
        }));
        for (var i = 0; i < 100; i++)
        {
            cells.Tell(new DescribeCells(Id), TestActor);
        }

        ReceiveN(100, Patience).ShouldAllBe(answer => answer is CellList);
        most.ShouldBe(1);
    }

    private static CellList ListOf(ExperimentId id) => new(id, [new CellProgress("gd", 0.1, 64, 1, 1, 0, 0.5, null)]);
}
