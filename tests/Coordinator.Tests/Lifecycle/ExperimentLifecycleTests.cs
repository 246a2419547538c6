using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;
using NNOptim.Shared.Tests.Experiments;

namespace NNOptim.Coordinator.Tests.Lifecycle;

public class ExperimentLifecycleTests
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly WorkerId Worker = new("a");
    private static readonly ExperimentRules Rules = new();
    private static readonly RunResult Done = new() { EpochsTrained = 5, Metrics = new MetricValues([0.5]), TrainingSeconds = 0.1 };

    [Fact]
    public void Every_run_ends_once_whatever_messages_arrive_in_whatever_order() =>
        Gen.Select(
            Gen.Int[1, 8],
            Gen.Int[1, 3],
            Gen.Int[1, 4],
            Gen.Bool,
            Gen.Select(Gen.Int[0, 16], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000]).Array[0, 60]).Sample(
            (runs, failures, lost, isConfirmed, steps) =>
            {
                var simulation = new Simulation(runs, new ExperimentRules { RetryLimits = new(failures, lost) }, isConfirmed ? new(1, null, 3) : null);
                foreach (var (kind, a, b, c) in steps)
                {
                    simulation.Step(kind, a, b, c);
                }

                simulation.CheckReplay();
                simulation.Finish();
                simulation.CheckReplay();
            },
            iter: 300);

    [Fact]
    public void A_submission_makes_every_run_pending_and_is_accepted_only_once()
    {
        var state = Submitted(3);

        state.Pending.ShouldBe([1, 2, 3]);
        state.Specifications.Select(run => run.Number).ShouldBe([1, 2, 3]);
        ExperimentDecisions.Submit(state, new SubmitExperiment(Id, Grids.CreateRuns(9), Environment), Rules, Now).ShouldBeEmpty();
    }

    [Fact]
    public void Runs_are_assigned_lowest_first_and_none_when_none_waits()
    {
        var state = Submitted(3);

        var assigned = ExperimentDecisions.Assign(state, Id, Worker, 2, Now).ShouldHaveSingleItem().ShouldBeOfType<RunsAssigned>();
        assigned.Attempts.ShouldBe([new RunAttempt(1, 1), new RunAttempt(2, 1)]);
        ExperimentDecisions.Assign(state, Id, Worker, 0, Now).ShouldBeEmpty();
        ExperimentDecisions.Assign(Assigned(3), Id, Worker, 10, Now).ShouldBeEmpty();
        ExperimentDecisions.Assign(ExperimentState.Empty, Id, Worker, 10, Now).ShouldBeEmpty();
    }

    [Fact]
    public void An_update_beyond_a_gap_is_neither_accepted_nor_acknowledged_before_the_gap_is_filled()
    {
        var state = Assigned(1);
        var late = Report(new RunUpdate(new RunAttempt(1, 1), 2, [0.3], Done));

        var refused = ExperimentDecisions.Update(state, late, Rules, Now);
        refused.Events.ShouldBeEmpty();
        refused.Acknowledge.ShouldBeFalse();

        state = After(state, Report(new RunUpdate(new RunAttempt(1, 1), 0, [0.5, 0.4])));
        var taken = ExperimentDecisions.Update(state, late, Rules, Now);
        taken.Acknowledge.ShouldBeTrue();
        taken.Events.Select(@event => @event.GetType()).ShouldBe([typeof(CostsRecorded), typeof(RunCompleted), typeof(ExperimentEnded)]);
    }

    [Fact]
    public void In_an_update_with_one_run_beyond_a_gap_the_other_runs_are_accepted()
    {
        var state = Assigned(2);
        var decision = ExperimentDecisions.Update(
            state, Report(new RunUpdate(new RunAttempt(1, 1), 1, [0.5]), new RunUpdate(new RunAttempt(2, 1), 0, [0.4])), Rules, Now);

        decision.Acknowledge.ShouldBeFalse();
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<CostsRecorded>().Attempt.ShouldBe(new RunAttempt(2, 1));
    }

    [Fact]
    public void Of_overlapping_costs_only_the_new_ones_are_recorded()
    {
        var state = After(Assigned(1), Report(new RunUpdate(new RunAttempt(1, 1), 0, [0.5, 0.4])));
        var decision = ExperimentDecisions.Update(state, Report(new RunUpdate(new RunAttempt(1, 1), 1, [0.4, 0.3, 0.2])), Rules, Now);

        var recorded = decision.Events.ShouldHaveSingleItem().ShouldBeOfType<CostsRecorded>();
        recorded.FirstIndex.ShouldBe(2);
        recorded.Costs.ShouldBe([0.3, 0.2]);
    }

    [Fact]
    public void A_second_attempt_continues_where_the_costs_of_the_first_end()
    {
        var state = After(Assigned(1), Report(new RunUpdate(new RunAttempt(1, 1), 0, [0.5, 0.4])));
        state = Apply(state, [.. ExperimentDecisions.Requeue(state, Id, Worker, RequeueCause.WorkerLost, Rules, Now)]);
        state = Apply(state, [.. ExperimentDecisions.Assign(state, Id, new WorkerId("b"), 1, Now)]);
        var events = ExperimentDecisions.Update(state, Report(new RunUpdate(new RunAttempt(1, 2), 0, [0.5, 0.4, 0.3], Done)), Rules, Now).Events;

        events[0].ShouldBeOfType<CostsRecorded>().Costs.ShouldBe([0.3]);
        events[1].ShouldBeOfType<RunCompleted>().Attempt.ShouldBe(new RunAttempt(1, 2));
        After(state, Report(new RunUpdate(new RunAttempt(1, 1), 2, [0.3], Done))).ShouldBe(state, "the first attempt is stale");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_that_keeps_failing_is_tried_so_often_and_then_has_failed_with_its_reason(int limit)
    {
        var rules = new ExperimentRules { RetryLimits = new(Failures: limit) };
        var state = Submitted(1);
        for (var attempt = 1; attempt <= limit; attempt++)
        {
            state = Apply(state, [.. ExperimentDecisions.Assign(state, Id, Worker, 1, Now)]);
            var events = ExperimentDecisions.Update(state, Report(new RunUpdate(new RunAttempt(1, attempt), 0, [], Failure: "broken")), rules, Now).Events;
            events[0].ShouldBe(new RunFailed(Id, new RunAttempt(1, attempt), "broken", Final: attempt == limit, Now));
            state = Apply(state, [.. events]);
        }

        state.Run(1).State.ShouldBe(RunState.Failed);
        state.Ended.ShouldBeTrue();
    }

    [Fact]
    public void A_run_whose_workers_keep_dying_fails_for_good_while_the_others_wait_again()
    {
        var rules = new ExperimentRules { RetryLimits = new(WorkersLost: 2) };
        var state = Assigned(1, of: 2);
        state = Apply(state, [.. ExperimentDecisions.Requeue(state, Id, Worker, RequeueCause.WorkerLost, rules, Now)]);
        state = Apply(state, [.. ExperimentDecisions.Assign(state, Id, Worker, 2, Now)]);
        var events = ExperimentDecisions.Requeue(state, Id, Worker, RequeueCause.WorkerLost, rules, Now);

        events[0].ShouldBeOfType<RunsRequeued>().Attempts.ShouldBe([new RunAttempt(2, 1)]);
        events[1].ShouldBeOfType<RunFailed>().Reason.ShouldBe("its worker was lost in 2 attempts");
        Apply(state, [.. events]).Run(1).State.ShouldBe(RunState.Failed);
    }

    [Theory]
    [InlineData(RequeueCause.Interrupted)]
    [InlineData(RequeueCause.WorkerLeft)]
    public void An_interruption_or_a_leaving_worker_does_not_count_against_a_run(RequeueCause cause)
    {
        var state = Submitted(1);
        for (var i = 0; i < 50; i++)
        {
            state = Apply(state, [.. ExperimentDecisions.Assign(state, Id, Worker, 1, Now)]);
            state = Apply(state, [.. ExperimentDecisions.Requeue(state, Id, worker: null, cause, new ExperimentRules { RetryLimits = new(1, 1) }, Now)]);
        }

        state.Pending.ShouldBe([1]);
        state.Run(1).Attempts.ShouldBe(50);
    }

    [Fact]
    public void A_run_that_diverged_is_a_result()
    {
        var state = After(Assigned(1), Report(new RunUpdate(new RunAttempt(1, 1), 0, [0.5], Done with { DivergedAtEpoch = 1 })));

        (state.Completed, state.Diverged, state.Failed, state.Ended).ShouldBe((0, 1, 0, true));
    }

    [Fact]
    public void Two_runs_of_one_update_that_end_the_experiment_end_it_once()
    {
        var events = ExperimentDecisions.Update(
            Assigned(2),
            Report(new RunUpdate(new RunAttempt(1, 1), 0, [], Done), new RunUpdate(new RunAttempt(2, 1), 0, [], Done), new RunUpdate(new RunAttempt(2, 1), 0, [], Done)),
            Rules,
            Now).Events;

        events.Select(@event => @event.GetType()).ShouldBe([typeof(RunCompleted), typeof(RunCompleted), typeof(ExperimentEnded)]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(3, 1)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    public void An_unknown_attempt_has_no_effect(int run, int attempt)
    {
        var state = Assigned(2);
        var decision = ExperimentDecisions.Update(state, Report(new RunUpdate(new RunAttempt(run, attempt), 0, [0.5], Done)), Rules, Now);

        decision.Events.ShouldBeEmpty();
        decision.Acknowledge.ShouldBeTrue();
        ExperimentDecisions.Requeue(state, Id, [new RunAttempt(run, attempt)], RequeueCause.WorkerLost, Rules, Now).ShouldBeEmpty();
    }

    private static ExperimentEnvironment Environment { get; } = new("", "", "", 1, 128, "");

    private static ExperimentState Submitted(int runs) =>
        Apply(ExperimentState.Empty, [.. ExperimentDecisions.Submit(ExperimentState.Empty, new SubmitExperiment(Id, Grids.CreateRuns(runs), Environment), Rules, Now)]);

    private static ExperimentState Assigned(int runs, int? of = null)
    {
        var state = Submitted(of ?? runs);
        return Apply(state, [.. ExperimentDecisions.Assign(state, Id, Worker, runs, Now)]);
    }

    private static UpdateRuns Report(params RunUpdate[] runs) => new(Id, Worker, 1, [.. runs]);

    private static ExperimentState After(ExperimentState state, UpdateRuns report) =>
        Apply(state, [.. ExperimentDecisions.Update(state, report, Rules, Now).Events]);

    private static ExperimentState Apply(ExperimentState state, params IExperimentEvent[] events) =>
        events.Aggregate(state, (after, @event) => after.Apply(@event));
}
