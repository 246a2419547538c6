using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.Protocol;
using NNOptim.Scheduling;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>The experiment's actor, with a test actor as its parent in place of the coordinator.</summary>
public class ExperimentActorTests : JournalTest
{
    private static readonly WorkerId Worker = new("a");

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_submission_is_in_the_journal_when_it_is_answered()
    {
        var (actor, parent) = Start();
        actor.Tell(Submit(Id, 3), TestActor);

        ExpectMsg<ExperimentCommandDone>(Patience).Progress.ShouldBe(new ExperimentProgress(Id, 3, 0, 0, 0, 0));
        Events(Id).ShouldHaveSingleItem().ShouldBeOfType<ExperimentSubmitted>().Specification.ShouldBe(Specify(3));
        parent.ExpectMsg<WorkAvailable>(Patience);

        actor.Tell(Submit(Id, 3), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Events(Id).Count.ShouldBe(1);
    }

    [Fact]
    public void An_assignment_is_in_the_journal_when_the_worker_gets_it()
    {
        var (actor, parent) = Submitted(3);
        var worker = CreateTestProbe();
        parent.Send(actor, new AssignWork(Worker, worker, 2, 2));

        var assigned = worker.ExpectMsg<AssignRuns>(Patience);
        assigned.Runs.Select(run => run.RunAttempt).ShouldBe([new RunAttempt(1, 1), new RunAttempt(2, 1)]);
        assigned.Dataset.ShouldBe(Specify(3).Dataset);
        assigned.Runs[1].Run.ShouldBe(ExperimentGrid.Expand(Specify(3))[1]);
        Events(Id)[^1].ShouldBeOfType<RunsAssigned>().Attempts.ShouldBe([new RunAttempt(1, 1), new RunAttempt(2, 1)]);
        parent.ExpectMsg<WorkAssigned>(Patience).Count.ShouldBe(2);
    }

    [Fact]
    public void The_coordinator_knows_of_an_assignment_before_the_worker_can_ask_again()
    {
        var (actor, parent) = Submitted(3);
        parent.Send(actor, new AssignWork(Worker, parent, 2, 2));

        parent.ExpectMsg<WorkAssigned>(Patience);
        parent.ExpectMsg<AssignRuns>(Patience);
    }

    [Fact]
    public void An_update_is_in_the_journal_when_it_is_acknowledged_and_a_repeated_one_changes_nothing()
    {
        var (actor, parent, worker) = Working(runs: 2);
        for (var i = 0; i < 3; i++)
        {
            worker.Send(actor, Report(Worker, 1, Ended(1)));
            worker.ExpectMsg<UpdateAcknowledged>(Patience).ShouldBe(new UpdateAcknowledged(Id, Worker, 1));
            Events(Id).OfType<CostsRecorded>().ShouldHaveSingleItem().Costs.ShouldBe([0.5, 0.4]);
            Events(Id).OfType<RunCompleted>().ShouldHaveSingleItem().Attempt.ShouldBe(new RunAttempt(1, 1));
        }

        worker.Send(actor, Report(Worker, 2, Ended(2)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience).Number.ShouldBe(2);
        Events(Id)[^1].ShouldBeOfType<ExperimentEnded>();
        parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void An_update_beyond_a_gap_is_acknowledged_only_after_the_gap_is_filled()
    {
        var (actor, _, worker) = Working(runs: 1);
        worker.Send(actor, Report(Worker, 2, new RunUpdate(new RunAttempt(1, 1), 1, [0.4], Done)));
        worker.Send(actor, Report(Worker, 1, new RunUpdate(new RunAttempt(1, 1), 0, [0.5])));
        worker.ExpectMsg<UpdateAcknowledged>(Patience).Number.ShouldBe(1);
        worker.Send(actor, Report(Worker, 2, new RunUpdate(new RunAttempt(1, 1), 1, [0.4], Done)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience).Number.ShouldBe(2);

        ExperimentHistory.Replay(Events(Id))!.Runs[0].Costs.ShouldBe([0.5, 0.4]);
    }

    [Fact]
    public void A_confirmation_is_in_the_journal_when_it_is_answered_and_its_runs_are_work()
    {
        var (actor, parent, worker) = Working(runs: 2);
        worker.Send(actor, Report(Worker, 1, Ended(1), Ended(2)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);

        for (var i = 0; i < 2; i++)
        {
            actor.Tell(new ConfirmExperiment(Id, 1, Seeds: 2, By: "ann"), TestActor);
            ExpectMsg<ExperimentCommandDone>(Patience).Progress.ShouldBe(new ExperimentProgress(Id, 4, 0, 2, 0, 0) { Confirmation = new(1, 1, 2) });
            Events(Id).OfType<RunsProposed>().ShouldHaveSingleItem().Runs.Select(run => (run.Number, run.Seed)).ShouldBe([(3, 5u), (4, 6u)]);
        }

        parent.FishForMessage(message => message is WorkAvailable, Patience);
        parent.Send(actor, new AssignWork(Worker, worker, 2, 2));
        worker.ExpectMsg<AssignRuns>(Patience).Runs.Select(run => run.RunAttempt).ShouldBe([new RunAttempt(3, 1), new RunAttempt(4, 1)]);
        worker.Send(actor, Report(Worker, 2, Ended(3), Ended(4)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);

        var record = ExperimentHistory.Replay(Events(Id))!;
        record.Runs.Select(run => run.Confirmation).ShouldBe([0, 0, 1, 1]);
        record.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public void A_restarted_experiment_continues_where_its_journal_ends()
    {
        var (actor, _, worker) = Working(runs: 3);
        worker.Send(actor, Report(Worker, 1, Ended(1)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);

        var (again, parent) = Start();
        again.Tell(new ResumeExperiment(Id), TestActor);

        ExpectMsg<ExperimentCommandDone>(Patience).Progress.ShouldBe(new ExperimentProgress(Id, 3, 0, 1, 0, 0));
        Events(Id)[^1].ShouldBeOfType<RunsRequeued>().Cause.ShouldBe(RequeueCause.Interrupted);
        parent.ExpectMsg<WorkAvailable>(Patience);
        parent.Send(again, new AssignWork(Worker, worker, 3, 3));
        worker.ExpectMsg<AssignRuns>(Patience).Runs.Select(run => run.RunAttempt).ShouldBe([new RunAttempt(2, 2), new RunAttempt(3, 2)]);
    }

    [Fact]
    public void An_experiment_continues_from_its_snapshot_without_earlier_events()
    {
        var (actor, _, worker) = Working(runs: 3, settings: Settings with { EventsPerSnapshot = 4 });
        worker.Send(actor, Report(Worker, 1, Ended(1)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        AwaitCondition(() => Sql("SELECT COUNT(*) FROM snapshot") == 1, Patience);
        worker.Send(actor, Report(Worker, 2, Ended(2)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);
        Sql("DELETE FROM journal WHERE sequence_number < 4");

        var (again, parent) = Start();
        again.Tell(new ResumeExperiment(Id), TestActor);

        ExpectMsg<ExperimentCommandDone>(Patience).Progress.ShouldBe(new ExperimentProgress(Id, 3, 0, 2, 0, 0));
        parent.ExpectMsg<WorkAvailable>(Patience);
        parent.Send(again, new AssignWork(Worker, worker, 3, 3));
        worker.ExpectMsg<AssignRuns>(Patience).Runs.Select(run => run.RunAttempt).ShouldBe([new RunAttempt(3, 2)]);
    }

    [Theory]
    [InlineData("snapshot = x'010203'")]
    [InlineData("snapshot = x''")]
    [InlineData("snapshot = NULL")]
    [InlineData("snapshot = substr(snapshot, 1, length(snapshot) / 2)")]
    [InlineData("manifest = 'zz'")]
    [InlineData("manifest = 'es'")]
    [InlineData("serializer_id = 9")]
    public void A_damaged_snapshot_is_left_out_with_a_warning_and_the_experiment_read_from_its_events(string damage)
    {
        var (actor, _, worker) = Working(runs: 3, settings: Settings with { EventsPerSnapshot = 4 });
        worker.Send(actor, Report(Worker, 1, Ended(1)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        AwaitCondition(() => Sql("SELECT COUNT(*) FROM snapshot") == 1, Patience);
        actor.Tell(new DescribeExperiment(Id), TestActor);
        var undisturbed = ExpectMsg<ExperimentList>(Patience).Experiments.Single();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);
        Sql($"UPDATE snapshot SET {damage}");

        EventFilter.Warning(contains: $"experiment-{Id}").ExpectOne(Patience, () =>
        {
            Start().Actor.Tell(new DescribeExperiment(Id), TestActor);
            ExpectMsg<ExperimentList>(Patience).Experiments.Single().ShouldBe(undisturbed);
        });
    }

    [Fact]
    public void A_damaged_snapshot_whose_events_are_gone_is_no_experiment()
    {
        var (actor, _, worker) = Working(runs: 3, settings: Settings with { EventsPerSnapshot = 4 });
        worker.Send(actor, Report(Worker, 1, Ended(1)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        AwaitCondition(() => Sql("SELECT COUNT(*) FROM snapshot") == 1, Patience);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);
        Sql("UPDATE snapshot SET snapshot = x''; DELETE FROM journal WHERE sequence_number < 3");

        Start().Parent.ExpectMsg<ExperimentFailed>(Patience).Reason.ShouldContain("experiment-");
    }

    [Fact]
    public void Only_the_latest_of_several_snapshots_is_kept()
    {
        var (actor, _, worker) = Working(runs: 3, settings: Settings with { EventsPerSnapshot = 1 });
        for (var run = 1; run <= 3; run++)
        {
            worker.Send(actor, Report(Worker, run, Ended(run)));
            worker.ExpectMsg<UpdateAcknowledged>(Patience);
        }

        AwaitCondition(() => Sql("SELECT COALESCE(MAX(sequence_number), 0) FROM snapshot") == Events(Id).Count && Sql("SELECT COUNT(*) FROM snapshot") == 1, Patience);
    }

    [Fact]
    public void Events_before_a_restart_count_towards_the_next_snapshot()
    {
        var settings = Settings with { EventsPerSnapshot = 4 };
        var (actor, _, worker) = Working(runs: 3, settings: settings);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);

        worker.Send(Start(settings: settings).Actor, Report(Worker, 1, Ended(1)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);

        AwaitCondition(() => Sql("SELECT COALESCE(MAX(sequence_number), 0) FROM snapshot") == 4, Patience);
    }

    [Fact]
    public void An_experiment_of_many_runs_is_stored_less_often()
    {
        // The store creates its table at the first access.
        Start().Actor.Tell(new DescribeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandRefused>(Patience);
        Sql("CREATE TABLE saved (event INTEGER); CREATE TRIGGER note AFTER INSERT ON snapshot BEGIN INSERT INTO saved VALUES (NEW.sequence_number); END; SELECT 0");
        var (actor, _, worker) = Working(runs: 12, settings: Settings with { EventsPerSnapshot = 1 });
        for (var run = 1; run <= 3; run++)
        {
            worker.Send(actor, Report(Worker, run, Ended(run)));
            worker.ExpectMsg<UpdateAcknowledged>(Patience);
        }

        AwaitCondition(() => Sql("SELECT COUNT(*) FROM saved") >= 2, Patience);
        Sql("SELECT COUNT(*) FROM saved").ShouldBe(2);
        Sql("SELECT MIN(event) FROM saved").ShouldBe(4);
        Sql("SELECT MAX(event) FROM saved").ShouldBe(8);
    }

    [Fact]
    public void A_checkpoint_that_is_being_stored_when_its_run_ends_does_not_stay()
    {
        var (actor, _, worker) = Working(runs: 2);
        worker.Send(actor, Checkpoint(attempt: 1));
        worker.Send(actor, Report(Worker, 1, Ended(1)));

        Stored(worker);
        Events(Id).OfType<RunCheckpointed>().ShouldBeEmpty("the run had ended");
        AwaitCondition(() => Checkpoints() == 0, Patience);
    }

    [Fact]
    public void A_checkpoint_that_is_being_stored_when_its_run_is_cancelled_does_not_stay()
    {
        var (actor, _, worker) = Working(runs: 2);
        worker.Send(actor, Checkpoint(attempt: 1));
        actor.Tell(new CancelExperiment(Id, "me"), TestActor);

        Stored(worker);
        Events(Id).OfType<RunCheckpointed>().ShouldBeEmpty("the run had ended");
        AwaitCondition(() => Checkpoints() == 0, Patience);
    }

    [Fact]
    public void A_checkpoint_that_came_after_its_attempt_was_over_goes_when_the_run_ends()
    {
        var (actor, parent, worker) = Working(runs: 1);
        worker.Send(actor, Checkpoint(attempt: 1));
        parent.Send(actor, new WorkerRemoved(Worker, RequeueCause.WorkerLeft));
        parent.ExpectMsg<WorkerRunsReleased>(Patience);
        Stored(worker);
        Events(Id).OfType<RunCheckpointed>().ShouldBeEmpty("the attempt was over");
        Checkpoints().ShouldBe(1);

        // The holder may have ended by then.
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);
        var (again, next) = Start();
        again.Tell(new ResumeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        next.Send(again, new AssignWork(Worker, worker, 1, 1));
        worker.FishForMessage<AssignRuns>(_ => true, Patience);
        worker.Send(again, Report(Worker, 1, Ended(1, attempt: 2)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        AwaitCondition(() => Checkpoints() == 0, Patience);
    }

    [Fact]
    public void A_worker_that_outlives_its_coordinator_sends_its_updates_to_the_next_one()
    {
        var (actor, _, worker) = Working(runs: 1);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Patience);

        worker.Send(Start().Actor, Report(Worker, 1, Ended(1)));

        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        Events(Id)[^1].ShouldBeOfType<ExperimentEnded>();
    }

    [Fact]
    public void Runs_whose_lease_expires_wait_again_and_the_old_workers_updates_are_dropped()
    {
        var (actor, parent, worker) = Working(runs: 1, lease: TimeSpan.FromMilliseconds(500));
        PassUntilALeaseLapses(() => { });
        parent.ExpectMsg<WorkAvailable>(Patience);
        Events(Id)[^1].ShouldBeOfType<RunsRequeued>().Cause.ShouldBe(RequeueCause.WorkerLost);

        var other = CreateTestProbe();
        parent.Send(actor, new AssignWork(new WorkerId("b"), other, 1, 1));
        other.ExpectMsg<AssignRuns>(Patience).Runs[0].Attempt.ShouldBe(2);
        worker.Send(actor, Report(Worker, 1, Ended(1)));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);
        Events(Id)[^1].ShouldBeOfType<RunsAssigned>();
        parent.Send(actor, new LeasesRenewed(Worker, worker, new HeldRuns(Id, [new RunAttempt(1, 1)])));
        worker.ExpectMsg<WithdrawRuns>(Patience).Attempts.ShouldBe([new RunAttempt(1, 1)]);
    }

    [Fact]
    public void A_renewed_lease_does_not_lapse()
    {
        var (actor, parent, worker) = Working(runs: 2, lease: TimeSpan.FromMilliseconds(500));
        PassUntilALeaseLapses(() =>
        {
            parent.Send(actor, new LeasesRenewed(Worker, worker, new HeldRuns(Id, [new RunAttempt(1, 1)])));
            worker.Send(actor, Report(Worker, 1)); // answered after the renewal was processed
            worker.ExpectMsg<UpdateAcknowledged>(Patience);
        });

        parent.ExpectMsg<WorkAvailable>(Patience);
        Events(Id)[^1].ShouldBeOfType<RunsRequeued>().Attempts.ShouldBe([new RunAttempt(2, 1)]);
    }

    [Fact]
    public void Runs_of_a_worker_that_is_gone_wait_again()
    {
        var (actor, parent, worker) = Working(runs: 2);
        parent.Send(actor, new WorkerRemoved(new WorkerId("another"), RequeueCause.WorkerLost));
        parent.ExpectMsg<WorkerRunsReleased>(Patience);
        parent.Send(actor, new WorkerRemoved(Worker, RequeueCause.WorkerLost));
        parent.ExpectMsg<WorkerRunsReleased>(Patience);

        parent.ExpectMsg<WorkAvailable>(Patience);
        Events(Id)[^1].ShouldBeOfType<RunsRequeued>().Attempts.ShouldBe([new RunAttempt(1, 1), new RunAttempt(2, 1)]);
        parent.Send(actor, new AssignWork(new WorkerId("b"), worker, 2, 2));
        worker.ExpectMsg<AssignRuns>(Patience).Runs.ShouldAllBe(run => run.Attempt == 2);
    }

    [Fact]
    public void A_run_that_fails_is_tried_again_and_at_last_is_failed_while_the_experiment_ends()
    {
        var (actor, parent, worker) = Working(runs: 1);
        for (var attempt = 1; attempt <= new RetryLimits().Failures; attempt++)
        {
            worker.Send(actor, Report(Worker, attempt, new RunUpdate(new RunAttempt(1, attempt), 0, [], Failure: "broken")));
            worker.ExpectMsg<UpdateAcknowledged>(Patience);
            if (attempt < new RetryLimits().Failures)
            {
                parent.Send(actor, new AssignWork(Worker, worker, 1, 1));
                parent.ExpectMsg<WorkAssigned>(Patience).ShouldBe(new WorkAssigned(Id, Worker, 0, HasMore: false), "the run rests");
                time.Advance(TimeSpan.FromSeconds(1 << (attempt - 1)));
                parent.ExpectMsg<WorkAvailable>(Patience);
                parent.Send(actor, new AssignWork(Worker, worker, 1, 1));
                worker.ExpectMsg<AssignRuns>(Patience).Runs[0].Attempt.ShouldBe(attempt + 1);
                parent.ExpectMsg<WorkAssigned>(Patience);
            }
        }

        var run = ExperimentHistory.Replay(Events(Id))!.Runs[0];
        (run.State, run.FailureReason, run.Attempts).ShouldBe((RunState.Failed, "broken", 3));
        Events(Id)[^1].ShouldBeOfType<ExperimentEnded>();
    }

    [Fact]
    public void An_interrupted_experiment_gives_no_work_until_it_is_resumed()
    {
        var (actor, parent, worker) = Working(runs: 2);
        actor.Tell(new InterruptExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience).Progress.Running.ShouldBe(0);
        Events(Id)[^1].ShouldBeOfType<RunsRequeued>().Cause.ShouldBe(RequeueCause.Interrupted);
        worker.ExpectMsg<WithdrawRuns>(Patience).Attempts.ShouldBe([new RunAttempt(1, 1), new RunAttempt(2, 1)]);
        parent.Send(actor, new AssignWork(Worker, worker, 2, 2));
        parent.ExpectMsg<WorkAssigned>(Patience).Count.ShouldBe(0);

        actor.Tell(new ResumeExperiment(Id), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        parent.ExpectMsg<WorkAvailable>(Patience);
        parent.Send(actor, new AssignWork(Worker, worker, 2, 2));
        worker.ExpectMsg<AssignRuns>(Patience).Runs.Length.ShouldBe(2);
    }

    [Fact]
    public void Watchers_receive_the_progress_and_the_end()
    {
        var (actor, _, worker) = Working(runs: 1);
        actor.Tell(new WatchExperiment(Id), TestActor);
        ExpectMsg<ExperimentProgress>(Patience).Running.ShouldBe(1);
        worker.Send(actor, Report(Worker, 1, Ended(1)));

        FishForMessage<ExperimentProgress>(progress => progress.AllEnded, Patience).ShouldBe(new ExperimentProgress(Id, 1, 0, 1, 0, 0, ExperimentPhase.Ended));
    }

    [Fact]
    public void An_experiment_the_journal_does_not_know_is_refused()
    {
        object[] messages = [new ResumeExperiment(Id), new InterruptExperiment(Id), new WatchExperiment(Id)];
        foreach (var message in messages)
        {
            var (actor, parent) = Start();
            actor.Tell(message, TestActor);
            ExpectMsg<ExperimentCommandRefused>(Patience).Reason.ShouldContain("no such experiment");
            parent.ExpectMsg<ExperimentIdle>(Patience);
        }

        Events(Id).ShouldBeEmpty();
    }

    private static StoreCheckpoint Checkpoint(int attempt) =>
        new(Id, Worker, new RunAttempt(1, attempt), 1, new BinaryPart(0, 1, [1, 2, 3]));

    /// <summary>Waits until a worker is told that its checkpoint is stored.</summary>
    private static void Stored(TestProbe worker) => worker.FishForMessage<CheckpointStored>(_ => true, Patience);

    private long Checkpoints() => Sql("SELECT COUNT(*) FROM snapshot WHERE persistence_id LIKE 'checkpoint-%'");

    private long Sql(string statement)
    {
        using var connection = Database.OpenToWrite();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a constant of the test
        command.CommandText = statement;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Advances the clock in small steps: the actor treats a jump as a time in which nobody could be heard.</summary>
    private void PassUntilALeaseLapses(Action meanwhile) => AwaitCondition(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            meanwhile();
            return Events(Id)[^1] is RunsRequeued;
        },
        Patience,
        TimeSpan.FromMilliseconds(20));

    private (IActorRef Actor, TestProbe Parent) Start(TimeSpan? lease = null, CoordinatorSettings? settings = null)
    {
        var parent = CreateTestProbe();
        parent.IgnoreMessages(message => message is ExperimentSummary or ExperimentUnknown or EventPersisted);
        var given = settings ?? Settings;
        given = lease is { } duration ? given with { LeaseDuration = duration } : given;
        return (parent.ChildActorOf(ExperimentActor.Props(Id, given, continues: false, time), cancellationToken: default), parent);
    }

    private (IActorRef Actor, TestProbe Parent) Submitted(int runs, TimeSpan? lease = null, CoordinatorSettings? settings = null)
    {
        var (actor, parent) = Start(lease, settings);
        actor.Tell(Submit(Id, runs), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        parent.ExpectMsg<WorkAvailable>(Patience);
        return (actor, parent);
    }

    private (IActorRef Actor, TestProbe Parent, TestProbe Worker) Working(int runs, TimeSpan? lease = null, CoordinatorSettings? settings = null)
    {
        var (actor, parent) = Submitted(runs, lease, settings);
        var worker = CreateTestProbe();
        parent.Send(actor, new AssignWork(Worker, worker, runs, runs));
        worker.ExpectMsg<AssignRuns>(Patience).Runs.Length.ShouldBe(runs);
        parent.ExpectMsg<WorkAssigned>(Patience).Count.ShouldBe(runs);
        return (actor, parent, worker);
    }
}
