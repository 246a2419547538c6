using NNOptim.Protocol;
using NNOptim.Scheduling;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Scheduling;

/// <summary>An experiment's reaction to repeated commands, to a time in which it heard nobody, and to a worker on which all runs fail.</summary>
public class ExperimentProtocolTests
{
    private static readonly Moment Now = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    private static readonly WorkerId Worker = new("127.0.0.1:1/a");
    private static readonly WorkerId Other = new("127.0.0.1:2/b");

    private readonly ExperimentProtocol protocol = new(Id, new ExperimentRules());

    public ExperimentProtocolTests() => Execute(Submit(Id, 2));

    [Fact]
    public void The_second_of_two_cancellations_is_answered_as_the_first()
    {
        var first = Execute(new CancelExperiment(Id, "ann"));
        var second = Execute(new CancelExperiment(Id, "ann"));

        first.Reply.ShouldBeOfType<ExperimentCommandDone>().Progress.Cancelled.ShouldBe(2);
        second.Reply.ShouldBe(first.Reply);
        second.Events.ShouldBeEmpty();
    }

    [Fact]
    public void An_ended_experiment_is_not_cancelled()
    {
        Train(1, 2);

        Execute(new CancelExperiment(Id, "ann")).Reply.ShouldBeOfType<ExperimentCommandRefused>();
    }

    [Fact]
    public void The_second_of_two_retries_is_answered_as_the_first_while_the_runs_are_tried_again()
    {
        Execute(new CancelExperiment(Id, "ann"));
        var first = Execute(new RetryExperiment(Id, "ann"));
        var second = Execute(new RetryExperiment(Id, "ann"));

        second.Reply.ShouldBe(first.Reply.ShouldBeOfType<ExperimentCommandDone>());
        second.Events.ShouldBeEmpty();
        Execute(new RetryExperiment(Id, "bob")).Reply.ShouldBeOfType<ExperimentCommandRefused>();

        Train(1, 2);
        Execute(new RetryExperiment(Id, "ann")).Reply.ShouldBeOfType<ExperimentCommandRefused>();
    }

    [Fact]
    public void A_lease_does_not_lapse_in_a_time_in_which_nobody_could_be_heard()
    {
        var rules = new ExperimentRules();
        Carry(protocol.Assign(Worker, 2, 2, Now));
        Check(TimeSpan.Zero).ShouldBeEmpty();

        Check(rules.CheckInterval + rules.LeaseDuration).ShouldBeEmpty();
        Check(rules.CheckInterval + rules.LeaseDuration + rules.CheckInterval).ShouldBeEmpty();
        var events = Enumerable.Range(3, 5).SelectMany(checks => Check(rules.LeaseDuration + checks * rules.CheckInterval)).ToList();

        events.ShouldHaveSingleItem().ShouldBeOfType<RunsRequeued>().Cause.ShouldBe(RequeueCause.WorkerLost);

        IEnumerable<IExperimentEvent> Check(TimeSpan after) => Carry(protocol.CheckLeases(new Moment(Now.Wall, Now.Steady + after))).Events;
    }

    [Fact]
    public void A_worker_on_which_all_runs_fail_pauses_if_another_worker_does_better()
    {
        var experiment = new ExperimentProtocol(OtherId, new ExperimentRules());
        Do(experiment.Execute(Submit(OtherId, 1000), Now));
        Give(Other).ShouldBeGreaterThan(0);
        var given = 0;
        while (given < FailingWorkers.MaxConsecutiveFailures)
        {
            given += Give(Worker);
            FailAll();
        }

        Give(Worker).ShouldBe(0);
        Give(Other).ShouldBeGreaterThan(0);
        Give(Worker, TimeSpan.FromSeconds(1)).ShouldBeGreaterThan(0);
        FailAll(TimeSpan.FromSeconds(1));
        Give(Worker, TimeSpan.FromSeconds(2.9)).ShouldBe(0);
        Give(Worker, TimeSpan.FromSeconds(3)).ShouldBeGreaterThan(0);

        int Give(WorkerId worker, TimeSpan after = default) =>
            Do(experiment.Assign(worker, 16, 32, At(after)), after).ToWorker is AssignRuns assigned ? assigned.Runs.Length : 0;

        void FailAll(TimeSpan after = default)
        {
            foreach (var (run, _) in experiment.State.Running.Where(pair => pair.Value == Worker))
            {
                var report = new RunUpdate(new RunAttempt(run, experiment.State.Run(run).Attempts), 0, [], Failure: "the disk is full");
                Do(experiment.Update(new UpdateRuns(OtherId, Worker, 1, [report]), At(after)), after);
            }
        }

        ExperimentStep Do(ExperimentStep step, TimeSpan after = default)
        {
            foreach (var @event in step.Events)
            {
                experiment.Apply(@event, At(after));
            }

            return step;
        }

        static Moment At(TimeSpan after) => new(Now.Wall, Now.Steady + after);
    }

    private ExperimentStep Execute(IExperimentCommand command) => Carry(protocol.Execute(command, Now));

    private void Train(params int[] runs)
    {
        Carry(protocol.Assign(Worker, 2, 2, Now));
        foreach (var run in runs)
        {
            Carry(protocol.Update(Report(Worker, run, Ended(run, protocol.State.Run(run).Attempts)), Now));
        }

        protocol.State.Ended.ShouldBeTrue();
    }

    private ExperimentStep Carry(ExperimentStep step)
    {
        foreach (var @event in step.Events)
        {
            protocol.Apply(@event, Now);
        }

        return step;
    }
}
