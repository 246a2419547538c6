using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;
using NNOptim.Shared.Tests.Experiments;
using NNOptim.Shared.Tests.Serialization;

namespace NNOptim.Coordinator.Tests.Lifecycle;

/// <summary>
/// An experiment under any sequence of commands, sensible or not. The invariants are checked after each command.
/// The expected costs are a function of the run alone, as in training.
/// </summary>
internal sealed class Simulation
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly ExperimentRules rules;
    private readonly List<RunAttempt> issued = [];
    private readonly List<UpdateRuns> reports = [];
    private readonly List<IExperimentEvent> events = [];
    private readonly Dictionary<int, List<double>> costs = [];
    private readonly Dictionary<int, int> ends = [];

    public Simulation(int runs, ExperimentRules rules, ConfirmationSpecification? confirmation = null)
    {
        this.rules = rules;
        var submit = new SubmitExperiment(Id, Grids.CreateRuns(runs) with { Confirmation = confirmation }, new ExperimentEnvironment("", "", "", 1, 128, ""));
        Accept(ExperimentDecisions.Submit(State, submit, rules, Now));
        State.Runs.Count.ShouldBe(runs);
        ExperimentDecisions.Submit(State, submit, rules, Now).ShouldBeEmpty();
    }

    public ExperimentState State { get; private set; } = ExperimentState.Empty;

    /// <summary>One command; the numbers choose among the possibilities.</summary>
    public void Step(int kind, int a, int b, int c)
    {
        switch (kind)
        {
            case 0 or 1:
                Assign(Worker(a), b % 5);
                break;
            case <= 6 when issued.Count > 0:
                Report([.. Enumerable.Range(0, 1 + a % 3).Select(i => AnyNews(issued[(b + i * 7) % issued.Count], c + i))]);
                break;
            case 7 when reports.Count > 0:
                Report(reports[a % reports.Count].Runs);
                break;
            case 8:
                Requeue(ExperimentDecisions.Requeue(State, Id, Worker(a), (RequeueCause)(b % 3), rules, Now));
                break;
            case 9 when issued.Count > 0:
                var some = Enumerable.Range(0, 1 + a % 4).Select(i => issued[(b + i * i) % issued.Count]).ToList();
                Requeue(ExperimentDecisions.Requeue(State, Id, [.. some, .. some, new RunAttempt(0, 1), new RunAttempt(99, 1)], (RequeueCause)(c % 3), rules, Now));
                break;
            case 11:
                Retry();
                break;
            case 12:
                Accept(a % 2 == 0
                    ? ExperimentDecisions.Pause(State, new PauseExperiment(Id, "me"), rules, Now)
                    : ExperimentDecisions.Resume(State, new ResumeExperiment(Id, "me"), Now));
                (State.Paused && State.Running.Count > 0).ShouldBeFalse("a paused experiment has no run with a worker");
                break;
            case 13 when c % 8 == 0:
                Accept(ExperimentDecisions.Cancel(State, new CancelExperiment(Id, "me"), Now));
                State.Ended.ShouldBeTrue();
                break;
            case 14:
                Accept(ExperimentDecisions.Prioritize(State, new PrioritizeExperiment(Id, a % 3, "me"), Now));
                (State.Ended || State.Priority == a % 3).ShouldBeTrue();
                break;
            case 15 when issued.Count > 0:
                Checkpoint(issued[a % issued.Count], 1 + b % 4);
                break;
            case 16 when State.Confirmations < 3:
                Accept(ExperimentDecisions.Confirm(State, new ConfirmExperiment(Id, State.Confirmations + a % 2, Seeds: 2), Now).Events);
                break;
            case 10 when c % 4 == 0:
                Requeue(ExperimentDecisions.Requeue(State, Id, worker: null, RequeueCause.Interrupted, rules, Now));
                break;
        }
    }

    /// <summary>Lets a reliable worker train all remaining runs.</summary>
    public void Finish()
    {
        Accept(ExperimentDecisions.Resume(State, new ResumeExperiment(Id, "me"), Now));
        while (!State.Pending.IsEmpty || !State.Running.IsEmpty)
        {
            Assign(Worker(0), State.Pending.Count);
            foreach (var (run, _) in State.Running)
            {
                Report([new RunUpdate(new RunAttempt(run, State.Run(run).Attempts), 0, [.. Truth(run)], ResultOf(run))]);
            }
        }

        State.Ended.ShouldBeTrue();
        State.EndedRuns.ShouldBe(State.Runs.Count);
        ends.Keys.Order().ShouldBe(Enumerable.Range(1, State.Runs.Count));
        events[^1].ShouldBeOfType<ExperimentEnded>();
        events.OfType<ExperimentEnded>().Count().ShouldBeLessThanOrEqualTo(
            1 + events.OfType<RunsRetried>().Count() + events.OfType<RunsProposed>().Count(proposed => proposed.By is not null));
        var confirmations = events.OfType<RunsProposed>().Select(proposed => proposed.Runs.Select(run => run.Confirmation).Distinct().ShouldHaveSingleItem()).ToList();
        confirmations.ShouldBe(Enumerable.Range(1, State.Confirmations));
        (State is { AwaitsConfirmation: true, Cancelled: 0 } && State.Runs.Any(run => run.State == RunState.Completed)).ShouldBeFalse("what can be confirmed is confirmed, unless it was cancelled");
        foreach (var run in State.Specifications.Select(run => run.Number).Where(run => State.Run(run).State is RunState.Completed or RunState.Diverged))
        {
            costs[run].ShouldBe(Truth(run));
        }
    }

    /// <summary>A replay of the events, also of those read from the journal, gives the same state.</summary>
    public void CheckReplay()
    {
        var replayed = events.Aggregate(ExperimentState.Empty, (state, @event) => state.Apply(@event));

        Structure.Describe(replayed).ShouldBe(Structure.Describe(State));
        Structure.Describe(ExperimentState.FromSnapshot(State.Snapshot(Id))).ShouldBe(Structure.Describe(State));
    }

    private static WorkerId Worker(int number) => new($"worker {number % 3}");

    private static double[] Truth(int run) => [.. Enumerable.Range(0, 3 + run % 4).Select(i => 1.0 / (run + i))];

    private static RunResult ResultOf(int run) => new()
    {
        EpochsTrained = Truth(run).Length,
        DivergedAtEpoch = run % 5 == 0 ? Truth(run).Length : null,
        Metrics = new MetricValues([1.0 / run]),
        TrainingSeconds = 0.1,
    };

    /// <summary>An update that a worker could have sent on an attempt: any range of its costs, to its end or not.</summary>
    private static RunUpdate AnyNews(RunAttempt attempt, int choice)
    {
        var truth = Truth(attempt.Run);
        var first = choice % (truth.Length + 1);
        var last = first + (choice / 7 % (truth.Length - first + 1));
        var news = new RunUpdate(attempt, first, [.. truth[first..last]]);
        return (choice / 50 % 3) switch
        {
            0 when last == truth.Length => news with { Result = ResultOf(attempt.Run) },
            1 => news with { Failure = "error" },
            _ => news,
        };
    }

    private void Assign(WorkerId worker, int count)
    {
        var decided = ExperimentDecisions.Assign(State, Id, worker, count, Now);
        var waiting = State.Pending;
        var before = State;
        Accept(decided);
        foreach (var attempt in decided.OfType<RunsAssigned>().SelectMany(assigned => assigned.Attempts))
        {
            attempt.Attempt.ShouldBe(before.Run(attempt.Run).Attempts + 1);
            State.Running[attempt.Run].ShouldBe(worker);
            issued.Add(attempt);
        }

        var innocent = waiting.Where(run => !before.Run(run).IsSuspect).ToList();
        var allowed = before.Paused ? 0 : count;
        waiting.Except(State.Pending).ShouldBe(innocent.Count > 0 ? innocent.Take(allowed) : waiting.Take(Math.Min(allowed, 1)));
    }

    private void Report(ImmutableArray<RunUpdate> news)
    {
        var report = new UpdateRuns(Id, Worker(0), reports.Count + 1, news);
        reports.Add(report);
        var before = State;
        var decision = ExperimentDecisions.Update(State, report, rules, Now);
        Accept(decision.Events);
        if (news.All(run => !before.IsCurrent(run.Attempt)))
        {
            decision.Events.ShouldBeEmpty();
            decision.Acknowledge.ShouldBeTrue();
        }

        if (news is [var only] && before.IsCurrent(only.Attempt))
        {
            decision.Acknowledge.ShouldBe(only.FirstIndex <= before.Run(only.Attempt.Run).CostCount);
        }

        // The worker forgets what was acknowledged, so everything in it that counts must be in the journal now.
        foreach (var run in news.Where(run => decision.Acknowledge && before.IsCurrent(run.Attempt)))
        {
            var status = State.Run(run.Attempt.Run);
            (status.HasEnded || !State.IsCurrent(run.Attempt) || status.CostCount >= run.FirstIndex + run.Costs.Length).ShouldBeTrue();
            ((run.Result is null && run.Failure is null) || !State.IsCurrent(run.Attempt)).ShouldBeTrue();
        }

        if (decision.Acknowledge)
        {
            var again = ExperimentDecisions.Update(State, report, rules, Now);
            again.Events.ShouldBeEmpty();
            again.Acknowledge.ShouldBeTrue();
        }
    }

    private void Retry()
    {
        var before = State;
        Accept(ExperimentDecisions.Retry(State, new RetryExperiment(Id, "me"), Now));
        State.Failed.ShouldBe(0);
        State.Cancelled.ShouldBe(0);
        State.Pending.Count.ShouldBe(before.Pending.Count + before.Failed + before.Cancelled);
        State.Runs.Zip(before.Runs).ShouldAllBe(pair => pair.Item1.Attempts == pair.Item2.Attempts && pair.Item1.CostCount == pair.Item2.CostCount);
        ExperimentDecisions.Retry(State, new RetryExperiment(Id, "me"), Now).ShouldBeEmpty();
    }

    private void Checkpoint(RunAttempt attempt, int epoch)
    {
        var before = State;
        Accept(ExperimentDecisions.Checkpoint(State, Id, attempt, epoch, Now));
        State.Run(attempt.Run).CheckpointEpoch.ShouldBe(
            before.IsCurrent(attempt) ? Math.Max(epoch, before.Run(attempt.Run).CheckpointEpoch) : before.Run(attempt.Run).CheckpointEpoch);
    }

    private void Requeue(ImmutableArray<IExperimentEvent> decided) => Accept(decided);

    private void Accept(ImmutableArray<IExperimentEvent> decided)
    {
        foreach (var @event in decided)
        {
            (State.Ended && @event is not (RunsRetried or RunsProposed { By: not null })).ShouldBeFalse("nothing but a person's command happens to an experiment that has ended");
            CheckEvent(@event);
            State = State.Apply(@event);
            events.Add(@event);
            CheckState();
        }

        State.Ended.ShouldBe(State.EndedRuns == State.Runs.Count);
    }

    private void CheckEvent(IExperimentEvent @event)
    {
        switch (@event)
        {
            case CostsRecorded recorded:
                State.IsCurrent(recorded.Attempt).ShouldBeTrue();
                var known = costs.TryGetValue(recorded.Attempt.Run, out var own) ? own : costs[recorded.Attempt.Run] = [];
                recorded.FirstIndex.ShouldBe(known.Count, "costs are contiguous and never doubled");
                recorded.Costs.ShouldNotBeEmpty();
                known.AddRange(recorded.Costs);
                known.ShouldBe(Truth(recorded.Attempt.Run).Take(known.Count));
                break;
            case RunCompleted completed:
                State.IsCurrent(completed.Attempt).ShouldBeTrue();
                costs[completed.Attempt.Run].Count.ShouldBe(Truth(completed.Attempt.Run).Length, "every cost comes before the end");
                EndOnce(completed.Attempt.Run);
                break;
            case RunFailed failed:
                State.IsCurrent(failed.Attempt).ShouldBeTrue();
                if (failed.Final)
                {
                    EndOnce(failed.Attempt.Run);
                    var status = State.Run(failed.Attempt.Run);
                    (status.Failures + 1 >= rules.RetryLimits.Failures || status.WorkersLost + 1 >= rules.RetryLimits.WorkersLost).ShouldBeTrue();
                }

                break;
            case RunsRequeued requeued:
                requeued.Attempts.ShouldNotBeEmpty();
                requeued.Attempts.ShouldBeUnique();
                requeued.Attempts.ShouldAllBe(attempt => State.IsCurrent(attempt));
                break;
            case ExperimentCancelled:
                foreach (var run in State.Pending.Union(State.Running.Keys))
                {
                    EndOnce(run);
                }

                break;
            case RunsRetried retried:
                retried.Runs.ShouldNotBeEmpty();
                retried.Runs.ShouldBeUnique();
                foreach (var run in retried.Runs)
                {
                    State.Run(run).State.ShouldBeOneOf(RunState.Failed, RunState.Cancelled);
                    ends.Remove(run).ShouldBeTrue();
                }

                break;
        }

        void EndOnce(int run)
        {
            ends.TryAdd(run, 1).ShouldBeTrue($"run {run} ended before");
        }
    }

    private void CheckState()
    {
        var ended = Enumerable.Range(1, State.Runs.Count).Where(run => State.Run(run).HasEnded).ToList();

        State.Pending.Concat(State.Running.Keys).Concat(ended).Order().ShouldBe(Enumerable.Range(1, State.Runs.Count));
        State.Pending.ShouldAllBe(run => State.Run(run).State == RunState.Pending && State.Run(run).Worker == null);
        State.Running.ShouldAllBe(pair => State.Run(pair.Key).State == RunState.Running && State.Run(pair.Key).Worker == pair.Value);
        State.Completed.ShouldBe(State.Runs.Count(run => run.State == RunState.Completed));
        State.Diverged.ShouldBe(State.Runs.Count(run => run.State == RunState.Diverged));
        State.Failed.ShouldBe(State.Runs.Count(run => run.State == RunState.Failed));
        State.Cancelled.ShouldBe(State.Runs.Count(run => run.State == RunState.Cancelled));
        State.Progress(Id).ShouldBe(new ExperimentProgress(
            Id, State.Runs.Count, State.Running.Count, State.Completed, State.Diverged, State.Failed, State.Phase, State.Cancelled, State.Progress(Id).Most)
        {
            Confirmation = State.Confirmation,
        });
        (State.Progress(Id).Most > 0).ShouldBe(!State.Ended && State.AwaitsConfirmation);
        State.Runs.ShouldAllBe(run => run.HasEnded || (run.Failures < rules.RetryLimits.Failures && run.WorkersLost < rules.RetryLimits.WorkersLost));
    }
}
