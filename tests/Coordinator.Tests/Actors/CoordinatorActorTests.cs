using Akka.Actor;
using Akka.TestKit;
using NNOptim.Coordinator.Actors;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

public class CoordinatorActorTests : JournalTest
{
    [Fact]
    public void A_worker_is_registered_as_often_as_it_asks_and_told_of_its_lease()
    {
        var coordinator = Start();
        var worker = CreateTestProbe();
        for (var i = 0; i < 2; i++)
        {
            worker.Send(coordinator, new RegisterWorker(new WorkerId("a"), 2, ProtocolVersion.Current));
            worker.ExpectMsg<WorkerRegistered>(Patience).ShouldBe(new WorkerRegistered(new WorkerId("a"), Settings.LeaseDuration));
        }
    }

    [Fact]
    public void A_worker_of_another_protocol_is_refused_with_the_reason()
    {
        var worker = CreateTestProbe();
        worker.Send(Start(), new RegisterWorker(new WorkerId("a"), 2, ProtocolVersion.Current + 1));

        worker.ExpectMsg<WorkerRefused>(Patience).Reason.ShouldContain("protocol 2");
    }

    [Fact]
    public void Work_goes_to_a_registered_worker_that_asks_whichever_comes_first()
    {
        var coordinator = Start();
        var stranger = CreateTestProbe();
        stranger.Send(coordinator, new RequestWork(new WorkerId("stranger"), 1));
        var early = Registered(coordinator, "early", 1);
        early.Send(coordinator, new RequestWork(new WorkerId("early"), 1));
        coordinator.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        early.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().Run.Number.ShouldBe(1);

        var late = Registered(coordinator, "late", 1);
        late.Send(coordinator, new RequestWork(new WorkerId("late"), 1));
        late.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().Run.Number.ShouldBe(2);
        stranger.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Runs_of_a_worker_that_dies_go_to_another()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var first = Registered(coordinator, "first", 1);
        first.Send(coordinator, new RequestWork(new WorkerId("first"), 1));
        first.ExpectMsg<AssignRuns>(Patience);
        var second = Registered(coordinator, "second", 1);
        second.Send(coordinator, new RequestWork(new WorkerId("second"), 1));
        Sys.Stop(first);

        second.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().RunAttempt.ShouldBe(new RunAttempt(1, 2));
        Events(Id).OfType<RunsRequeued>().ShouldHaveSingleItem().Cause.ShouldBe(RequeueCause.WorkerLost);
    }

    [Fact]
    public void Two_experiments_share_a_worker()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        coordinator.Tell(Submit(OtherId, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);
        var served = new List<ExperimentId>();
        for (var i = 0; i < 4; i++)
        {
            worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
            var assigned = worker.FishForMessage<AssignRuns>(_ => true, Patience);
            served.Add(assigned.ExperimentId);
            worker.Send(coordinator, new ReportRuns(assigned.ExperimentId, new WorkerId("a"), i + 1, [Ended(assigned.Runs[0].Run.Number)]));
            worker.FishForMessage<ReportAcknowledged>(_ => true, Patience);
        }

        served.Count(id => id == Id).ShouldBe(2);
        served[0].ShouldNotBe(served[1], "they take turns");
        Events(Id)[^1].ShouldBeOfType<ExperimentEnded>();
        Events(OtherId)[^1].ShouldBeOfType<ExperimentEnded>();
    }

    [Fact]
    public void A_worker_that_still_holds_what_was_taken_from_it_is_told_to_drop_it()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);
        worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
        worker.ExpectMsg<AssignRuns>(Patience);
        coordinator.Tell(new InterruptExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        worker.Send(coordinator, new RenewLeases(new WorkerId("a"), [new HeldRuns(Id, [new RunAttempt(1, 1)])]));

        worker.ExpectMsg<WithdrawRuns>(Patience).Attempts.ShouldBe([new RunAttempt(1, 1)]);
    }

    [Fact]
    public void An_unknown_experiment_is_refused_and_can_be_submitted_later()
    {
        var coordinator = Start();
        coordinator.Tell(new ResumeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandRefused>(Patience).ExperimentId.ShouldBe(Id);

        // A refused experiment's actor ends; a command that meets its end is lost, and so is repeated.
        AwaitAssert(
            () =>
            {
                coordinator.Tell(Submit(Id, 1), TestActor);
                ExpectMsg<ExperimentCommandDone>(TimeSpan.FromSeconds(1));
            },
            Patience);
        Events(Id).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_new_coordinator_resumes_what_an_earlier_one_left()
    {
        var first = Start();
        first.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(first, "a", 2);
        worker.Send(first, new RequestWork(new WorkerId("a"), 2));
        worker.ExpectMsg<AssignRuns>(Patience);
        worker.Send(first, Report(new WorkerId("a"), 1, Ended(1)));
        worker.ExpectMsg<ReportAcknowledged>(Patience);
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first, Patience);

        var second = Start();
        second.Tell(new ResumeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.Ended.ShouldBe(1);
        var other = Registered(second, "b", 2);
        other.Send(second, new RequestWork(new WorkerId("b"), 2));
        other.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().RunAttempt.ShouldBe(new RunAttempt(2, 2));
    }

    private IActorRef Start() => Sys.ActorOf(CoordinatorActor.Props(Settings, TimeProvider.System));

    private TestProbe Registered(IActorRef coordinator, string name, int slots)
    {
        var worker = CreateTestProbe();
        worker.Send(coordinator, new RegisterWorker(new WorkerId(name), slots, ProtocolVersion.Current));
        worker.ExpectMsg<WorkerRegistered>(Patience);
        return worker;
    }
}
