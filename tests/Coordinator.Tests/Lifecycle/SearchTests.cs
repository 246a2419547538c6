using CsCheck;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Scheduling;
using NNOptim.Shared.Tests.Experiments;
using NNOptim.Shared.Tests.Serialization;

namespace NNOptim.Coordinator.Tests.Lifecycle;

/// <summary>Runs that are proposed from results, in whatever order runs end.</summary>
public class SearchTests
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly WorkerId Worker = new("w");
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_proposals_do_not_depend_on_which_run_ends_first() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int.Array[200]).Sample(
            (runs, lookahead, choices) =>
            {
                var inOrder = Play(runs, lookahead, _ => 0, out var first);
                var shuffled = Play(runs, lookahead, turn => choices[turn % choices.Length], out var second);

                shuffled.Specifications.ShouldBe(inOrder.Specifications);
                (first.Last() is ExperimentEnded, second.Last() is ExperimentEnded).ShouldBe((true, true));
            },
            iter: 100);

    [Fact]
    public void A_replay_never_searches_again() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int[0, 100]).Sample(
        (runs, lookahead, choice) =>
        {
            var state = Play(runs, lookahead, turn => choice + turn, out var events);

            // Apply knows no search, so its result follows from the events alone.
            Structure.Describe(events.Aggregate(ExperimentState.Empty, (before, @event) => before.Apply(@event)).Snapshot(Id)).ShouldBe(Structure.Describe(state.Snapshot(Id)));
        },
        iter: 50);

    [Fact]
    public void A_snapshot_holds_the_proposals_and_what_the_search_asks_for()
    {
        var rules = new ExperimentRules { Searches = HillSearch.CatalogOf(2) };
        var state = Apply(ExperimentState.Empty, ExperimentDecisions.Submit(ExperimentState.Empty, Submit(9), rules, Now));
        state = End(state, 1, rules);

        SnapshotCheck.Problem(ExperimentStream.NameOf(Id), 7, state.Snapshot(Id) with { LastEvent = 7 }).ShouldBeNull();
        SnapshotCheck.Problem(ExperimentStream.NameOf(Id), 7, state.Snapshot(Id) with { LastEvent = 7, Runs = [] }).ShouldBe("it has 0 runs");

        var bytes = ProtocolCodec.ToBytes(state.Snapshot(Id));
        var restored = ExperimentState.FromSnapshot((ExperimentSnapshot)ProtocolCodec.FromBytes("sn", bytes));

        restored.Specifications.ShouldBe(state.Specifications);
        Structure.Describe(End(restored, 2, rules).Snapshot(Id)).ShouldBe(Structure.Describe(End(state, 2, rules).Snapshot(Id)));
    }

    [Fact]
    public void Progress_shows_the_maximum_number_of_runs_until_the_search_is_exhausted()
    {
        var protocol = new ExperimentProtocol(Id, new ExperimentRules { Searches = HillSearch.CatalogOf(1) });
        Do(protocol, protocol.Execute(Submit(3), At));
        (protocol.Progress.Total, protocol.Progress.Most, protocol.Progress.AllEnded).ShouldBe((1, 3, false));
        protocol.Progress.Described.ShouldBe("0/1 of at most 3");

        for (var run = 1; run <= 3; run++)
        {
            Do(protocol, protocol.Assign(Worker, 8, 8, At));
            Do(protocol, protocol.Update(new UpdateRuns(Id, Worker, run, [Ended(run)]), At));
        }

        (protocol.Progress.Total, protocol.Progress.Most, protocol.Progress.AllEnded).ShouldBe((3, 0, true));
        protocol.Progress.Phase.ShouldBe(ExperimentPhase.Ended);
    }

    [Fact]
    public void A_search_that_is_not_known_is_refused()
    {
        var protocol = new ExperimentProtocol(Id, new ExperimentRules());

        protocol.Execute(Submit(3), At).Reply.ShouldBeOfType<ExperimentCommandRefused>().Reason.ShouldBe("this coordinator has no search hill");
    }

    [Fact]
    public void Retried_runs_that_were_cancelled_let_the_search_continue()
    {
        var rules = new ExperimentRules { Searches = HillSearch.CatalogOf(2) };
        var state = Apply(ExperimentState.Empty, ExperimentDecisions.Submit(ExperimentState.Empty, Submit(4), rules, Now));
        state = Apply(state, ExperimentDecisions.Cancel(state, new CancelExperiment(Id, "me"), Now));
        (state.Ended, state.Runs.Count).ShouldBe((true, 2));

        state = Apply(state, ExperimentDecisions.Retry(state, new RetryExperiment(Id, "me"), Now));
        for (var run = 1; run <= 4; run++)
        {
            state = End(state, run, rules);
        }

        (state.Ended, state.Runs.Count, state.Completed).ShouldBe((true, 4, 4));
    }

    private static SubmitExperiment Submit(int runs) =>
        new(Id, Grids.CreateRuns(1) with { Search = HillSearch.Create(runs) }, new ExperimentEnvironment("", "", "", 1, 128, ""));

    private static Moment At => new(Now, Now);

    /// <summary>Simulates an experiment to its end; a function chooses the waiting run that ends next.</summary>
    private static ExperimentState Play(int runs, int lookahead, Func<int, int> choose, out List<IExperimentEvent> events)
    {
        var rules = new ExperimentRules { Searches = HillSearch.CatalogOf(lookahead) };
        events = [.. ExperimentDecisions.Submit(ExperimentState.Empty, Submit(runs), rules, Now)];
        var state = Apply(ExperimentState.Empty, events);
        for (var turn = 0; !state.Ended; turn++)
        {
            state.Pending.Count.ShouldBeInRange(1, lookahead);
            var run = state.Pending[(choose(turn) & int.MaxValue) % state.Pending.Count];
            var next = Decide(state, run, rules);
            events.AddRange(next);
            state = Apply(state, next);
        }

        state.Runs.Count.ShouldBe(runs);
        return state;
    }

    private static ExperimentState End(ExperimentState state, int run, ExperimentRules rules) => Apply(state, Decide(state, run, rules));

    private static IReadOnlyList<IExperimentEvent> Decide(ExperimentState state, int run, ExperimentRules rules)
    {
        var assigned = new RunsAssigned(Id, Worker, [new RunAttempt(run, state.Run(run).Attempts + 1)], Now);
        var report = new UpdateRuns(Id, Worker, 1, [Ended(run, state.Run(run).Attempts + 1)]);
        return [assigned, .. ExperimentDecisions.Update(state.Apply(assigned), report, rules, Now).Events];
    }

    private static RunUpdate Ended(int run, int attempt = 1) => new(
        new RunAttempt(run, attempt), 0, [0.5], new RunResult { EpochsTrained = 5, Metrics = new MetricValues([1.0 / run]), TrainingSeconds = 0.1 });

    private static ExperimentState Apply(ExperimentState state, IEnumerable<IExperimentEvent> events) =>
        events.Aggregate(state, (before, @event) => before.Apply(@event));

    private static void Do(ExperimentProtocol protocol, ExperimentStep step)
    {
        foreach (var @event in step.Events)
        {
            protocol.Apply(@event, At);
        }
    }
}
