using Akka.Actor;
using Akka.TestKit;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.History.Upkeep;
using NNOptim.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

public class CoordinatorActorTests : JournalTest
{
    [Fact]
    public void A_worker_may_register_repeatedly_and_receives_its_lease_duration()
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

        worker.ExpectMsg<WorkerRefused>(Patience).Reason.ShouldContain($"protocol version {ProtocolVersion.Current + 1}");
    }

    [Fact]
    public void Work_goes_to_a_registered_worker_that_requests_it_in_either_order()
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
    public void Runs_of_a_silent_worker_go_to_another()
    {
        var coordinator = Start(Settings with { LeaseDuration = TimeSpan.FromSeconds(2) });
        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var first = Registered(coordinator, "first", 1);
        first.Send(coordinator, new RequestWork(new WorkerId("first"), 1));
        first.ExpectMsg<AssignRuns>(Patience);

        var second = CreateTestProbe();
        AwaitAssert(
            () =>
            {
                second.Send(coordinator, new RegisterWorker(new WorkerId("second"), 1, ProtocolVersion.Current));
                second.Send(coordinator, new RequestWork(new WorkerId("second"), 1));
                second.FishForMessage<AssignRuns>(_ => true, TimeSpan.FromMilliseconds(200))
                    .Runs.ShouldHaveSingleItem().RunAttempt.ShouldBe(new RunAttempt(1, 2));
            },
            Patience);
        Events(Id).OfType<RunsRequeued>().ShouldHaveSingleItem().Cause.ShouldBe(RequeueCause.WorkerLost);
    }

    [Fact]
    public void A_worker_that_leaves_is_released_when_its_runs_wait_for_another()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);
        worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
        worker.ExpectMsg<AssignRuns>(Patience);
        for (var i = 0; i < 2; i++)
        {
            worker.Send(coordinator, new LeaveCoordinator(new WorkerId("a")));
            worker.ExpectMsg<WorkerReleased>(Patience);
            Events(Id).OfType<RunsRequeued>().ShouldHaveSingleItem().Cause.ShouldBe(RequeueCause.WorkerLeft);
        }

        var other = Registered(coordinator, "b", 1);
        other.Send(coordinator, new RequestWork(new WorkerId("b"), 1));
        other.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().RunAttempt.ShouldBe(new RunAttempt(1, 2));
    }

    [Fact]
    public void A_worker_that_leaves_because_its_run_is_interrupted_gives_its_runs_back_for_that()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);
        worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
        worker.ExpectMsg<AssignRuns>(Patience);

        coordinator.Tell(Interrupting.Instance, TestActor);
        worker.Send(coordinator, new LeaveCoordinator(new WorkerId("a")));

        worker.ExpectMsg<WorkerReleased>(Patience);
        Events(Id).OfType<RunsRequeued>().ShouldHaveSingleItem().Cause.ShouldBe(RequeueCause.Interrupted);
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
            worker.Send(coordinator, new UpdateRuns(assigned.ExperimentId, new WorkerId("a"), i + 1, [Ended(assigned.Runs[0].Run.Number)]));
            worker.FishForMessage<UpdateAcknowledged>(_ => true, Patience);
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

        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Events(Id).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_permanent_coordinator_resumes_experiments_of_an_earlier_one_but_not_those_of_others()
    {
        var permanent = Settings with { IsPermanent = true };
        var first = Start(permanent);
        first.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Stop(first);
        var local = Start();
        local.Tell(Submit(OtherId, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Stop(local);

        var second = Start(permanent);
        second.Tell(new RenewLeases(new WorkerId("early"), [new HeldRuns(Id, [new RunAttempt(1, 1)])]), CreateTestProbe());
        var worker = Registered(second, "a", 2);
        worker.Send(second, new RequestWork(new WorkerId("a"), 2));
        var assigned = worker.ExpectMsg<AssignRuns>(Patience);
        assigned.ExperimentId.ShouldBe(Id);
        worker.Send(second, Report(new WorkerId("a"), 1, Ended(1), Ended(2)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        AwaitAssert(
            () =>
            {
                second.Tell(new ListExperiments(), TestActor);
                var listed = ExpectMsg<ExperimentList>(Patience).Experiments.ShouldHaveSingleItem();
                listed.Progress.Phase.ShouldBe(ExperimentPhase.Ended);
                listed.Name.ShouldBe("spine");
            },
            Patience);
        Stop(second);

        var third = Start(permanent);
        third.Tell(new ResumeExperiment(OtherId), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        third.Tell(new ListExperiments(), TestActor);
        ExpectMsg<ExperimentList>(Patience).Experiments.ShouldHaveSingleItem().Progress.ExperimentId.ShouldBe(OtherId);
    }

    [Fact]
    public void An_experiment_deleted_while_no_coordinator_ran_is_forgotten()
    {
        var permanent = Settings with { IsPermanent = true, IdleDuration = TimeSpan.Zero };
        var first = Start(permanent);
        first.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Stop(first);
        Deletion.Delete(Database, Id);

        var second = Start(permanent);
        AwaitAssert(
            () =>
            {
                second.Tell(new ListExperiments(), TestActor);
                ExpectMsg<ExperimentList>(TimeSpan.FromMilliseconds(200)).Experiments.ShouldBeEmpty();
            },
            Patience);
        AwaitAssert(() => Registry().ShouldBe(2), Patience);
    }

    [Fact]
    public void A_retried_experiment_is_registered_again_even_if_it_was_ending()
    {
        var coordinator = Start(Settings with { IsPermanent = true });
        coordinator.Tell(Submit(Id, 1), TestActor);
        var active = ExpectMsg<ExperimentCommandDone>(Patience).Progress;
        active.Phase.ShouldBe(ExperimentPhase.Active);
        AwaitAssert(() => Registry().ShouldBe(1), Patience);

        coordinator.Tell(new ExperimentSummary(active with { Phase = ExperimentPhase.Ended }, "spine", 0, default));
        coordinator.Tell(new ExperimentSummary(active, "spine", 0, default));

        AwaitAssert(() => Registry().ShouldBe(3), Patience);
    }

    [Fact]
    public void Paused_experiments_give_nothing_until_they_are_resumed_and_cancelled_ones_never()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);
        worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
        worker.ExpectMsg<AssignRuns>(Patience);
        coordinator.Tell(new PauseExperiment(Id, "ada"), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.ShouldBe(new ExperimentProgress(Id, 2, 0, 0, 0, 0, ExperimentPhase.Paused));
        worker.ExpectMsg<WithdrawRuns>(Patience).Attempts.ShouldBe([new RunAttempt(1, 1)]);
        worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));

        coordinator.Tell(new ResumeExperiment(Id, "ada"), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        worker.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().RunAttempt.ShouldBe(new RunAttempt(1, 2));
        coordinator.Tell(new CancelExperiment(Id, "ada"), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.ShouldBe(new ExperimentProgress(Id, 2, 0, 0, 0, 0, ExperimentPhase.Cancelled, 2));
        coordinator.Tell(new ResumeExperiment(Id, "ada"), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.AllEnded.ShouldBeTrue();
        coordinator.Tell(new PauseExperiment(Id, "ada"), TestActor);
        ExpectMsg<ExperimentCommandRefused>(Patience).Reason.ShouldBe("it has ended");
    }

    [Fact]
    public void A_higher_priority_is_served_first()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        coordinator.Tell(Submit(OtherId, 2) with { Priority = 5 }, TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);

        Next().ShouldBe(OtherId);
        coordinator.Tell(new PrioritizeExperiment(Id, 6, "ada"), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Next().ShouldBe(Id);
        Next().ShouldBe(Id);
        Next().ShouldBe(OtherId);

        ExperimentId Next()
        {
            worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
            return worker.ExpectMsg<AssignRuns>(Patience).ExperimentId;
        }
    }

    [Fact]
    public void A_checkpoint_is_kept_and_goes_with_the_run_to_another_worker()
    {
        var coordinator = Start();
        coordinator.Tell(Submit(Id, 1), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        var worker = Registered(coordinator, "a", 1);
        worker.Send(coordinator, new RequestWork(new WorkerId("a"), 1));
        worker.ExpectMsg<AssignRuns>(Patience).Runs[0].CheckpointEpoch.ShouldBe(0);
        byte[] bytes = [.. Enumerable.Range(0, BinaryPart.MaxBytes + 10).Select(i => (byte)(i * 7))];
        foreach (var index in new[] { 1, 0 })
        {
            worker.Send(coordinator, new StoreCheckpoint(Id, new WorkerId("a"), new RunAttempt(1, 1), 1, BinaryPart.Cut(bytes, index)));
        }

        worker.ExpectMsg<CheckpointStored>(Patience).ShouldBe(new CheckpointStored(Id, new RunAttempt(1, 1), 1));
        Events(Id)[^1].ShouldBeOfType<RunCheckpointed>().Epoch.ShouldBe(1);
        worker.Send(coordinator, new LeaveCoordinator(new WorkerId("a")));
        worker.ExpectMsg<WorkerReleased>(Patience);

        var other = Registered(coordinator, "b", 1);
        other.Send(coordinator, new RequestWork(new WorkerId("b"), 1));
        other.ExpectMsg<AssignRuns>(Patience).Runs[0].CheckpointEpoch.ShouldBe(1);
        var parts = Enumerable.Range(0, 2).SelectMany(index =>
        {
            other.Send(coordinator, new RequestCheckpoint(Id, new WorkerId("b"), new RunAttempt(1, 2), index));
            var part = other.ExpectMsg<CheckpointPart>(Patience);
            part.Epoch.ShouldBe(1);
            part.Part.Index.ShouldBe(index);
            return part.Part.Bytes;
        });
        parts.ShouldBe(bytes);
    }

    [Fact]
    public void An_experiment_continues_only_where_its_data_are_available()
    {
        byte[] bytes = [1, 2, 3];
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var data = new DatasetSpecification { Kind = DatasetKind.Csv, Path = "gone.csv", Table = new() { Label = "label" }, Sha256 = sha256 };
        var coordinator = Start(Settings with { IsPermanent = true });
        coordinator.Tell(new SubmitExperiment(Id, Specify(2) with { Dataset = data }, Experiments.Environment), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        coordinator.Tell(new PauseExperiment(Id, "ada"), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);

        foreach (var command in (IExperimentCommand[])[new ResumeExperiment(Id), new RetryExperiment(Id)])
        {
            coordinator.Tell(command, TestActor);
            var reason = ExpectMsg<ExperimentCommandRefused>(Patience).Reason;
            reason.ShouldContain("its data is unavailable");
            reason.ShouldContain("gone.csv");
        }

        coordinator.Tell(new KeepDatasetPart(sha256, bytes.Length, BinaryPart.Cut(bytes, 0)), TestActor);
        ExpectMsg<DatasetPartKept>(Patience);
        coordinator.Tell(new ResumeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.Phase.ShouldBe(ExperimentPhase.Active);
    }

    [Fact]
    public void A_dataset_is_stored_in_parts_and_served_when_its_hash_is_right()
    {
        byte[] bytes = [.. Enumerable.Range(0, BinaryPart.MaxBytes + 10).Select(i => (byte)(i * 7))];
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var coordinator = Start();
        coordinator.Tell(new RequestDatasetPart(sha256, 0), TestActor);
        ExpectMsg<DatasetRefused>(Patience).Reason.ShouldContain("does not have it");
        coordinator.Tell(new KeepDatasetPart(sha256, bytes.Length, BinaryPart.Cut(bytes, 1)), TestActor);
        ExpectMsg<DatasetPartKept>(Patience).NextIndex.ShouldBe(0);
        for (var index = 0; index < 2; index++)
        {
            coordinator.Tell(new KeepDatasetPart(sha256, bytes.Length, BinaryPart.Cut(bytes, index)), TestActor);
            ExpectMsg<DatasetPartKept>(Patience).NextIndex.ShouldBe(index + 1);
        }

        Stop(coordinator);
        var next = Start();
        next.Tell(new RequestDatasetPart(sha256, 1), TestActor);
        ExpectMsg<DatasetPart>(Patience).Part.Bytes.ShouldBe(bytes[BinaryPart.MaxBytes..]);

        var wrong = new string('0', 64);
        for (var index = 0; index < 2; index++)
        {
            next.Tell(new KeepDatasetPart(wrong, bytes.Length, BinaryPart.Cut(bytes, index)), TestActor);
        }

        FishForMessage<DatasetRefused>(_ => true, Patience).Reason.ShouldContain("SHA-256");
        next.Tell(new RequestDatasetPart("../etc", 0), TestActor);
        ExpectMsg<DatasetRefused>(Patience).Reason.ShouldContain("SHA-256");
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
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        Stop(first);

        var second = Start();
        second.Tell(new ResumeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.Ended.ShouldBe(1);
        var other = Registered(second, "b", 2);
        other.Send(second, new RequestWork(new WorkerId("b"), 2));
        other.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem().RunAttempt.ShouldBe(new RunAttempt(2, 2));
    }

    /// <summary>The number of adoptions or releases of experiments in the registry's stream.</summary>
    private int Registry()
    {
        using var connection = Database.OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM journal WHERE persistence_id = 'registry'";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private IActorRef Start(CoordinatorSettings? settings = null) =>
        Sys.ActorOf(CoordinatorActor.Props(settings ?? Settings, TimeProvider.System));

    private void Stop(IActorRef coordinator)
    {
        Watch(coordinator);
        Sys.Stop(coordinator);
        ExpectTerminated(coordinator, Patience);
    }

    private TestProbe Registered(IActorRef coordinator, string name, int slots)
    {
        var worker = CreateTestProbe();
        worker.Send(coordinator, new RegisterWorker(new WorkerId(name), slots, ProtocolVersion.Current));
        worker.ExpectMsg<WorkerRegistered>(Patience);
        return worker;
    }
}
