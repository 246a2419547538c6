using Akka.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

public class ConfigurationsActorTests : Akka.Hosting.TestKit.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) => builder
        .AddHocon(NodeConfiguration.Of(new NodeSettings()), HoconAddMode.Prepend)
        .AddHocon("akka { actor.provider = local, loglevel = OFF }", HoconAddMode.Prepend);

    [Fact]
    public void A_question_is_answered_though_another_one_could_not_be()
    {
        var configurations = Sys.ActorOf(ConfigurationsActor.Props(id => id == Id ? ListOf(id) : throw new IOException("no database")));
        configurations.Tell(new DescribeConfigurations(OtherId), TestActor);
        configurations.Tell(new DescribeConfigurations(Id), TestActor);

        ExpectMsg<ConfigurationList>(Patience).ExperimentId.ShouldBe(Id);
    }

    [Fact]
    public void One_is_read_at_a_time()
    {
        var reading = 0;
        var most = 0;
        var configurations = Sys.ActorOf(ConfigurationsActor.Props(id =>
        {
            most = Math.Max(most, Interlocked.Increment(ref reading));
            Thread.Yield();
            Interlocked.Decrement(ref reading);
            return ListOf(id);
        }));
        for (var i = 0; i < 100; i++)
        {
            configurations.Tell(new DescribeConfigurations(Id), TestActor);
        }

        ReceiveN(100, Patience).ShouldAllBe(answer => answer is ConfigurationList);
        most.ShouldBe(1);
    }

    private static ConfigurationList ListOf(ExperimentId id) => new(id, ["optimizer"], [new ConfigurationProgress(["gd"], 1, 1, 0, 0.5, null)]);
}
