using System.Collections.Immutable;
using System.Diagnostics;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Scheduling;
using NNOptim.Shared.Tests.Experiments;
using NNOptim.Shared.Tests.Serialization;

namespace NNOptim.Coordinator.Tests.Lifecycle;

/// <summary>Confirmations of experiments, in whatever order runs end.</summary>
public class ConfirmationTests(ITestOutputHelper output)
{
    private static readonly Trainable Model = NNOptim.Shared.Tests.Experiments.Declarations.Model;

    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly WorkerId Worker = new("w");
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ExperimentRules Rules = new() { RetryLimits = new(1, 1), Searches = HillSearch.CatalogOf(2) };

    /// <summary>Two rules, two rates, two seeds: eight runs. A finalist of each rule has three fresh seeds: six runs.</summary>
    private static readonly ExperimentSpecification Grid = ExperimentSpecification.Create(
        "grid",
        Model with
        {
            Metrics =
            [
                new("cost", MetricGoal.Minimize, MetricFormat.Number, "The cost.") { Baseline = "constant" },
                new("constant", MetricGoal.None, MetricFormat.Number, "The cost of a constant prediction."),
            ],
        },
        new DatasetSpecification { Kind = DatasetKind.Moons },
        ("rule", ParameterValue.Names("gd", "adam")),
        ("steps", ParameterValue.Integers(5)),
        ("rate", ParameterValue.Numbers(0.1, 0.2)),
        ("seed", ParameterValue.Integers(1, 7))) with
    {
        Confirmation = new(1, "rule", 3),
    };

    [Fact]
    public void When_the_search_has_ended_the_finalists_run_on_fresh_seeds_and_then_the_experiment_ends()
    {
        var state = Play(Grid, _ => 0, out var events);

        var proposed = events.OfType<RunsProposed>().ShouldHaveSingleItem();
        proposed.Runs.Select(run => (run.Number, run.Seed, run.Confirmation, run.Budget)).ShouldBe(
            [(9, 8u, 1, 5), (10, 9u, 1, 5), (11, 10u, 1, 5), (12, 8u, 1, 5), (13, 9u, 1, 5), (14, 10u, 1, 5)]);
        proposed.Runs.Select(run => $"{run.Values["rule"]} {run.Values["rate"]}").Distinct().ShouldBe(["gd 0.2", "adam 0.2"]);
        (proposed.Confirmation, proposed.By, proposed.IsLast).ShouldBe((Grid.Confirmation, null, true));
        (state.Ended, state.Runs.Count, state.SearchRuns, state.Confirmation).ShouldBe((true, 14, 8, new ConfirmationRound(1, 2, 3)));
        (state.ConfirmationOf(8), state.ConfirmationOf(9)).ShouldBe((0, 1));
        events.OfType<ExperimentEnded>().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_finalists_do_not_depend_on_which_run_ends_first() =>
        Gen.Select(Gen.Int[0, 3].Array[8], Gen.Int.Array[50]).Sample(
            (outcomes, choices) =>
            {
                RunUpdate Outcome(int run, int attempt) => run > 8 ? Ended(run, attempt) : outcomes[run - 1] switch
                {
                    0 => new RunUpdate(new RunAttempt(run, attempt), 0, [], Failure: "broken"),
                    1 => Ended(run, attempt) with { Result = ResultOf(9) with { DivergedAtEpoch = 3 } },
                    var value => Ended(run, attempt) with { Result = ResultOf(0.1 * value * run) },
                };

                var inOrder = Play(Grid, _ => 0, out var first, Outcome);
                var shuffled = Play(Grid, turn => choices[turn % choices.Length], out var second, Outcome);

                Structure.Describe(shuffled.Proposals).ShouldBe(Structure.Describe(inOrder.Proposals));
                shuffled.Baseline.ShouldBe(inOrder.Baseline);
                (first.Last() is ExperimentEnded, second.Last() is ExperimentEnded).ShouldBe((true, true));
                first.OfType<RunsProposed>().Count().ShouldBe(outcomes.Any(outcome => outcome > 1) ? 1 : 0);
                Structure.Describe(second.Aggregate(ExperimentState.Empty, (state, @event) => state.Apply(@event))).ShouldBe(Structure.Describe(shuffled));
                Structure.Describe(Restored(shuffled)).ShouldBe(Structure.Describe(shuffled));
            },
            iter: 200);

    [Fact]
    public void Each_fresh_seed_of_a_finalist_runs_on_every_split_of_the_search()
    {
        Parameter fold = new(DatasetSplits.Fold, "grid.fold", new IntegerType(1, 1000), "The fold.") { IsOptional = true, Role = ParameterRole.Split };
        var specification = ExperimentSpecification.Create(
            "folds",
            Grid.Trainable with { Parameters = [.. Grid.Trainable.Parameters[..^1], fold, Grid.Trainable.Parameters[^1]] },
            new DatasetSpecification { Kind = DatasetKind.Moons, Folds = 3 },
            ("rule", ParameterValue.Names("gd", "adam")),
            ("steps", ParameterValue.Integers(5)),
            ("rate", ParameterValue.Numbers(0.1, 0.2)),
            (DatasetSplits.Fold, ParameterValue.Integers(1, 3)),
            ("seed", ParameterValue.Integers(1))) with
        {
            Confirmation = new(1, "rule", 2),
        };

        var state = Play(specification, _ => 0, out var events, (run, attempt) => Ended(run, attempt) with { Result = ResultOf(run is 3 or 4 ? 0.3 : run % 2) });

        var proposed = events.OfType<RunsProposed>().ShouldHaveSingleItem();
        proposed.Runs.Select(run => $"{run.Values["rule"]} {run.Values["rate"]} {run.Values["fold"]} {run.Seed}").ShouldBe(
        [
            "gd 0.2 1 2", "gd 0.2 1 3", "gd 0.2 3 2", "gd 0.2 3 3",
            "adam 0.1 1 2", "adam 0.1 1 3", "adam 0.1 3 2", "adam 0.1 3 3",
        ]);
        (state.Runs.Count, state.Ended).ShouldBe((16, true));
        specification.Confirmation!.MostRuns(specification).ShouldBe(8);
        Structure.Describe(Restored(state)).ShouldBe(Structure.Describe(state));
    }

    [Fact]
    public void A_search_is_confirmed_when_it_is_exhausted()
    {
        var specification = Grids.CreateRuns(1) with { Search = HillSearch.Create(4), Confirmation = new(2, null, 2) };
        var state = Play(specification, _ => 0, out var events);

        (state.Runs.Count, state.SearchRuns, state.Ended).ShouldBe((8, 4, true));
        events.OfType<RunsProposed>().Count(proposed => proposed.Confirmation is not null).ShouldBe(1);
        state.Proposals.Skip(4).Select(run => run.Seed).Distinct().ShouldBe([5u, 6u]);
        Structure.Describe(Restored(state)).ShouldBe(Structure.Describe(state));
    }

    [Fact]
    public void Progress_counts_the_confirmation_in_its_bound()
    {
        var protocol = Submitted(Grid);
        protocol.Progress.Described.ShouldBe("0/8 of at most 14");

        Train(protocol, 8);
        (protocol.Progress.Described, protocol.Progress.AllEnded, protocol.Progress.Confirmation).ShouldBe(("8/14", false, new ConfirmationRound(1, 2, 3)));

        Train(protocol, 6);
        (protocol.Progress.Described, protocol.Progress.AllEnded).ShouldBe(("14/14", true));
    }

    [Fact]
    public void A_cancelled_experiment_is_confirmed_only_after_a_retry()
    {
        var protocol = Submitted(Grid);
        Train(protocol, 7);
        Do(protocol, protocol.Execute(new CancelExperiment(Id, "me"), At));
        (protocol.State.Ended, protocol.State.Runs.Count).ShouldBe((true, 8));
        Refused(protocol, new ConfirmExperiment(Id, 1)).ShouldBe("it was cancelled; retry its cancelled runs first");

        Do(protocol, protocol.Execute(new RetryExperiment(Id, "me"), At));
        Train(protocol, 1);
        protocol.State.Runs.Count.ShouldBe(14);
    }

    [Fact]
    public void Without_a_completed_run_the_experiment_ends_unconfirmed_until_a_retry_succeeds()
    {
        var protocol = Submitted(Grid);
        Train(protocol, 8, (run, attempt) => new RunUpdate(new RunAttempt(run, attempt), 0, [], Failure: "broken"));
        (protocol.Progress.AllEnded, protocol.State.Runs.Count).ShouldBe((true, 8));
        Refused(protocol, new ConfirmExperiment(Id, 1)).ShouldBe("none of its runs has completed");

        Do(protocol, protocol.Execute(new RetryExperiment(Id, "me"), At));
        Train(protocol, 8);
        protocol.State.Runs.Count.ShouldBe(14);
    }

    [Fact]
    public void A_command_confirms_an_ended_experiment_again_on_other_seeds()
    {
        var protocol = Submitted(Grid with { Confirmation = null });
        Refused(protocol, new ConfirmExperiment(Id, 1)).ShouldBe("it has not ended; confirm it when every run has ended");
        Train(protocol, 8);
        protocol.State.Ended.ShouldBeTrue();

        var first = Do(protocol, protocol.Execute(new ConfirmExperiment(Id, 1, 2, ConfirmationSpecification.NoParameter, 4, "ann"), At));
        var proposed = first.Events.ShouldHaveSingleItem().ShouldBeOfType<RunsProposed>();
        (proposed.Confirmation, proposed.By, proposed.Runs.Length).ShouldBe((new ConfirmationSpecification(2, null, 4), "ann", 8));
        protocol.State.Ended.ShouldBeFalse();
        Train(protocol, 8);
        protocol.State.Ended.ShouldBeTrue();

        Do(protocol, protocol.Execute(new ConfirmExperiment(Id, 2, Seeds: 2), At)).Events.ShouldHaveSingleItem().ShouldBeOfType<RunsProposed>()
            .Runs.Select(run => (run.Number, run.Seed, run.Confirmation)).ShouldBe([(17, 12u, 2), (18, 13u, 2), (19, 12u, 2), (20, 13u, 2)]);
    }

    [Fact]
    public void A_repeated_command_has_no_effect_even_after_its_runs_have_ended()
    {
        var protocol = Submitted(Grid with { Confirmation = null });
        Train(protocol, 8);
        var command = new ConfirmExperiment(Id, 1, Seeds: 2, By: "ann");
        Do(protocol, protocol.Execute(command, At)).Events.Length.ShouldBe(1);

        protocol.Execute(command, At).Events.ShouldBeEmpty();
        Train(protocol, 4);
        var late = protocol.Execute(command, At);

        (late.Events.IsEmpty, late.Reply is ExperimentCommandDone { Progress.Total: 12, Progress.AllEnded: true }).ShouldBe((true, true));
        Refused(protocol, command with { Number = 3 }).ShouldBe("its next confirmation is number 2");
    }

    [Theory]
    [InlineData(0, null, null, "finalists must be from 1 to 100")]
    [InlineData(null, null, 1, "seeds must be from 2 to 1000")]
    [InlineData(null, "seed", null, "its finalists cannot be chosen per seed; give one of none, rule, layers")]
    [InlineData(null, "momentum_beta", null, "it has no finalists for this parameter")]
    public void A_command_with_a_wrong_value_is_refused(int? finalists, string? per, int? seeds, string reason)
    {
        var protocol = Submitted(Grid with { Confirmation = null });
        Train(protocol, 8);

        Refused(protocol, new ConfirmExperiment(Id, 1, finalists, per, seeds)).ShouldStartWith(reason);
        protocol.State.Ended.ShouldBeTrue();
    }

    [Fact]
    public void A_recovered_experiment_that_had_ended_can_be_confirmed()
    {
        var ended = Submitted(Grid with { Confirmation = null });
        Train(ended, 8);
        var protocol = new ExperimentProtocol(Id, Rules);
        protocol.Restore((ExperimentSnapshot)ProtocolCodec.FromBytes("sn", ProtocolCodec.ToBytes(ended.State.Snapshot(Id))), At);
        protocol.Recovered(At);

        var expected = ended.Execute(new ConfirmExperiment(Id, 1), At).Events;
        var step = Do(protocol, protocol.Execute(new ConfirmExperiment(Id, 1), At));

        Structure.Describe(step.Events).ShouldBe(Structure.Describe(expected));
        Train(protocol, 40);
        protocol.State.Ended.ShouldBeTrue();
    }

    [Fact]
    public void A_snapshot_has_one_score_for_each_run_and_must_have_the_proposed_runs()
    {
        var state = Play(Grid, _ => 0, out _);
        var snapshot = state.Snapshot(Id) with { LastEvent = 7 };

        SnapshotCheck.Problem(ExperimentStream.NameOf(Id), 7, snapshot).ShouldBeNull();
        SnapshotCheck.Problem(ExperimentStream.NameOf(Id), 7, snapshot with { Runs = snapshot.Runs[..8] }).ShouldBe("it has 8 runs");
        Restored(state).Runs.Select(run => run.Score).ShouldBe(state.Runs.Select(run => run.Score));
    }

    [Fact]
    public void Scores_add_eight_bytes_a_run_to_the_snapshot_of_a_large_grid_and_the_choice_is_quick()
    {
        const int Runs = 100_000;
        var seeds = ParameterValue.Integers([.. Enumerable.Range(0, 5).Select(seed => (long)seed)]);
        var rates = ParameterValue.Numbers([.. Enumerable.Range(1, Runs / 10).Select(rate => rate / 1e6)]);
        var specification = (Grid with { Confirmation = new(1, "rule", 20) }).With("seed", seeds).With("rate", rates);
        var snapshot = ExperimentState.Empty.Apply(new ExperimentSubmitted(Id, specification, new ExperimentEnvironment("", "", "", 1, 128, ""), Now)).Snapshot(Id);
        var random = new Random(1);
        var ended = snapshot with { Runs = [.. snapshot.Runs.Select(_ => new RunStatus(RunState.Completed, 1, 0, 0, 50) { Score = random.NextDouble() })] };
        var state = ExperimentState.FromSnapshot(ended with { Runs = ended.Runs.SetItem(Runs - 1, new RunStatus(RunState.Pending, 0, 0, 0, 0)) });

        var (plain, scored) = (ProtocolCodec.ToBytes(ended with { HasScores = false }), ProtocolCodec.ToBytes(ended));
        var started = Stopwatch.GetTimestamp();
        var confirmed = Decide(state, Runs, null).Aggregate(state, (before, @event) => before.Apply(@event));
        var choice = Stopwatch.GetElapsedTime(started);
        var withConfirmation = ProtocolCodec.ToBytes(confirmed.Snapshot(Id));
        started = Stopwatch.GetTimestamp();
        ProtocolCodec.FromBytes("sn", scored);
        var read = Stopwatch.GetElapsedTime(started);

        output.WriteLine($"{Runs} runs: {plain.Length} bytes, with scores {scored.Length}, with a confirmation {withConfirmation.Length}; chosen in {choice.TotalMilliseconds:0} ms, read in {read.TotalMilliseconds:0} ms");
        (scored.Length - plain.Length).ShouldBeInRange(8 * Runs, (8 * Runs) + 100);
        (withConfirmation.Length - scored.Length).ShouldBeLessThan(40 * 300);
        confirmed.Runs.Count.ShouldBe(Runs + 40);
    }

    [Fact]
    public void A_diverged_run_and_one_that_learnt_nothing_score_as_a_constant_prediction()
    {
        var protocol = Submitted(Grid);
        Train(protocol, 8, (run, attempt) => run switch
        {
            1 => Ended(run, attempt) with { Result = ResultOf(0.1) with { DivergedAtEpoch = 3 } },
            2 => Ended(run, attempt) with { Result = ResultOf(99) },
            3 => new RunUpdate(new RunAttempt(run, attempt), 0, [], Failure: "broken"),
            _ => Ended(run, attempt),
        });

        protocol.State.Runs.Take(4).Select(run => run.Score).ShouldBe([2, 2, double.NaN, 1.0 / 4]);
        protocol.State.Baseline.ShouldBe(new RunBaseline(1, 2));
    }

    private static Moment At => new(Now, Now);

    private static ExperimentProtocol Submitted(ExperimentSpecification specification)
    {
        var protocol = new ExperimentProtocol(Id, Rules);
        Do(protocol, protocol.Execute(new SubmitExperiment(Id, specification, new ExperimentEnvironment("", "", "", 1, 128, "")), At));
        return protocol;
    }

    private static string Refused(ExperimentProtocol protocol, ConfirmExperiment command)
    {
        var step = protocol.Execute(command, At);
        step.Events.ShouldBeEmpty();
        return step.Reply.ShouldBeOfType<ExperimentCommandRefused>().Reason;
    }

    /// <summary>Trains the first waiting runs, at most the given number.</summary>
    private static void Train(ExperimentProtocol protocol, int runs, Func<int, int, RunUpdate>? outcome = null)
    {
        for (; runs > 0 && !protocol.State.Pending.IsEmpty; runs--)
        {
            var run = protocol.State.Pending[0];
            Do(protocol, new ExperimentStep(Decide(protocol.State, run, outcome)));
        }
    }

    /// <summary>Simulates an experiment to its end; a function chooses the waiting run that ends next.</summary>
    private static ExperimentState Play(
        ExperimentSpecification specification, Func<int, int> choose, out List<IExperimentEvent> events, Func<int, int, RunUpdate>? outcome = null)
    {
        events = [.. ExperimentDecisions.Submit(ExperimentState.Empty, new SubmitExperiment(Id, specification, new ExperimentEnvironment("", "", "", 1, 128, "")), Rules, Now)];
        var state = events.Aggregate(ExperimentState.Empty, (before, @event) => before.Apply(@event));
        for (var turn = 0; !state.Ended; turn++)
        {
            var next = Decide(state, state.Pending[(choose(turn) & int.MaxValue) % state.Pending.Count], outcome);
            events.AddRange(next);
            state = next.Aggregate(state, (before, @event) => before.Apply(@event));
        }

        return state;
    }

    private static ImmutableArray<IExperimentEvent> Decide(ExperimentState state, int run, Func<int, int, RunUpdate>? outcome)
    {
        var attempt = state.Run(run).Attempts + 1;
        var assigned = new RunsAssigned(Id, Worker, [new RunAttempt(run, attempt)], Now);
        var report = new UpdateRuns(Id, Worker, 1, [(outcome ?? Ended)(run, attempt)]);
        return [assigned, .. ExperimentDecisions.Update(state.Apply(assigned), report, Rules, Now).Events];
    }

    private static RunUpdate Ended(int run, int attempt) => new(new RunAttempt(run, attempt), 0, [0.5], ResultOf(1.0 / run));

    private static RunResult ResultOf(double cost) => new() { EpochsTrained = 5, Metrics = new MetricValues([cost, 2]), TrainingSeconds = 0.1 };

    private static ExperimentState Restored(ExperimentState state) =>
        ExperimentState.FromSnapshot((ExperimentSnapshot)ProtocolCodec.FromBytes("sn", ProtocolCodec.ToBytes(state.Snapshot(Id))));

    private static ExperimentStep Do(ExperimentProtocol protocol, ExperimentStep step)
    {
        foreach (var @event in step.Events)
        {
            protocol.Apply(@event, At);
        }

        return step;
    }
}
