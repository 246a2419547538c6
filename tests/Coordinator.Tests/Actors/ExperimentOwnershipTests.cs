using Akka.Actor;
using NNOptim.Coordinator.Actors;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>An experiment's actor writes only while its process has the right to.</summary>
public class ExperimentOwnershipTests(PostgreSqlServer server) : JournalTest(database: _ => new PostgreSqlDatabase(server.CreateDatabase()))
{
    [Fact]
    public void An_experiment_of_another_process_is_refused_and_left_alone()
    {
        using var others = new ExperimentLocks(Database);
        using var own = new ExperimentLocks(Database);
        var held = others.TryTake(Id).ShouldNotBeNull();

        var refused = Watch(Start(own));
        refused.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandRefused>(Patience).Reason.ShouldContain("another process");
        ExpectTerminated(refused, Patience);
        Events(Id).ShouldBeEmpty();

        held.Dispose();
        Start(own).Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
    }

    [Fact]
    public void An_actor_that_ends_frees_its_experiment()
    {
        using var others = new ExperimentLocks(Database);
        using var own = new ExperimentLocks(Database);
        var actor = Watch(Start(own));
        actor.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        others.TryTake(Id).ShouldBeNull();

        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);
        AwaitCondition(() => others.TryTake(Id) is not null, Patience);
    }

    [Fact]
    public void A_lost_session_loses_the_right_to_write_and_the_actor_stops_and_is_restarted()
    {
        using var own = new ExperimentLocks(Database);
        var parent = CreateTestProbe();
        var actor = Watch(parent.ChildActorOf(
            ExperimentActor.Props(Id, Settings with { Locks = own }, continues: false, TimeProvider.System), cancellationToken: default));
        actor.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);

        PostgreSqlServer.Scalar(
            Database.ConnectionString,
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
            .ShouldBe(1);

        var broke = parent.FishForMessage<ExperimentFailed>(_ => true, Patience);
        broke.Reason.ShouldContain("connection");
        broke.Recovery.ShouldBe(FailureRecovery.Restart);
        ExpectTerminated(actor, Patience);
    }

    private IActorRef Start(ExperimentLocks locks) =>
        Sys.ActorOf(ExperimentActor.Props(Id, Settings with { Locks = locks }, continues: false, TimeProvider.System));
}
