using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using Akka.TestKit;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Actors;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Tests.Actors;

/// <summary>The worker with a probe as its coordinator and real, tiny trainings.</summary>
public class WorkerActorTests : Akka.Hosting.TestKit.TestKit
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons, Examples = 20 };

    private static readonly Trainable Network = NetworkTrainable.Standard.Declaration;

    private static readonly ImmutableArray<string> MetricNames = [.. Network.Metrics.Select(metric => metric.Name)];

    private static readonly RunSpecification Tiny = ExperimentGrid.Expand(ExperimentSpecification.Create(
        "tiny",
        Network,
        Moons,
        ("optimizer", ParameterValue.Names("adam")),
        ("layers", [new ParameterValue.Layers([2, 5, 2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(5)),
        ("record_every", ParameterValue.Integers(1)),
        ("shuffle_seed", ParameterValue.Integers(10)),
        ("learning_rate", ParameterValue.Numbers(0.01)))).Single();

    private static readonly WorkerRules Rules = new(1) { ResendAfter = TimeSpan.FromMilliseconds(100), FinishWithin = TimeSpan.Zero };

    private readonly TemporaryFolder folder = new();

    private readonly List<RunUpdate> received = [];
    private readonly HashSet<long> acknowledged = [];

    private WorkerSettings Quick => field ??= new(new WorkerId("a"), Rules, folder.Path)
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(50),
        UpdateInterval = TimeSpan.FromMilliseconds(5),
        CostInterval = TimeSpan.FromMilliseconds(20),
        CheckpointInterval = TimeSpan.FromMilliseconds(20),
    };

    private TestProbe Coordinator => field ??= CreateTestProbe();

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) => builder
        .AddHocon(NodeConfiguration.Create(new NodeSettings { Slots = 2 }), HoconAddMode.Prepend)
        .AddHocon("akka { actor.provider = local, loglevel = OFF }", HoconAddMode.Prepend);

    [Fact]
    public void It_registers_until_it_is_answered_and_requests_work_only_then()
    {
        var worker = Start();
        for (var i = 0; i < 3; i++)
        {
            Coordinator.ExpectMsg<RegisterWorker>(Patience).ShouldBe(new RegisterWorker(Quick.Id, 1, ProtocolVersion.Current));
        }

        Coordinator.Send(worker, new WorkerRegistered(Quick.Id, TimeSpan.FromSeconds(15)));
        Expect<RequestWork>().ShouldBe(new RequestWork(Quick.Id, 1));
        Expect<RenewLeases>().Held.ShouldBeEmpty();
    }

    [Fact]
    public void A_worker_that_is_refused_says_so_and_stops()
    {
        var worker = Start();
        Watch(worker);
        Sys.EventStream.Subscribe(TestActor, typeof(WorkerFailed));
        Coordinator.Send(worker, new WorkerRefused(Quick.Id, "another protocol"));

        ExpectMsg<WorkerFailed>(Patience).Reason.ShouldContain("another protocol");
        ExpectTerminated(worker, Patience);
    }

    [Fact]
    public void Its_updates_contain_the_results_of_the_training()
    {
        var worker = Registered();
        Assign(worker, Run(1), Run(2) with { Seed = 9 });

        foreach (var run in (RunSpecification[])[Run(1), Run(2) with { Seed = 9 }])
        {
            var session = TrainedAlone(run);
            var expected = session.Result(0)!;
            var (costs, result) = Collect(worker, run.Number);
            costs.ShouldBe(session.Costs(0).ToArray());
            result!.EpochsTrained.ShouldBe(expected.EpochsTrained);
            result.DivergedAtEpoch.ShouldBe(expected.DivergedAtEpoch);
            result.Metrics.ShouldBe(new MetricValues(NetworkMetrics.All.Select(metric => metric.Value(expected))));
            result.FinalParameters.ShouldBe(expected.FinalParameters);
        }
    }

    [Fact]
    public void Results_hold_the_metrics_that_the_assignment_names_in_its_order()
    {
        var worker = Registered();
        Coordinator.Send(worker, new AssignRuns(Id, Moons, [new AssignedRun(1, Run(1))], ["best_epoch", "of_a_later_version", "final_cost"]));

        var expected = TrainedAlone(Run(1)).Result(0)!;
        Collect(worker, 1).Result!.Metrics.ShouldBe(new MetricValues([expected.BestEpoch, null, expected.FinalCost]));
    }

    [Fact]
    public void A_run_of_what_this_worker_cannot_train_fails_alone()
    {
        var worker = Registered();
        Watch(worker);
        Assign(worker, Run(1) with { Trainable = "forest" });

        Expect<UpdateRuns>().Runs.ShouldHaveSingleItem().Failure.ShouldNotBeNull().ShouldContain("cannot train forest; it knows network");
        Assign(worker, Run(2));
        Collect(worker, 2).Result.ShouldNotBeNull();
    }

    [Fact]
    public void Runs_that_lack_a_value_fail_and_not_the_worker()
    {
        var worker = Registered();
        Assign(worker, Run(1) with { Values = ParameterValues.Empty });

        Expect<UpdateRuns>().Runs.ShouldHaveSingleItem().Failure.ShouldNotBeNull().ShouldContain("Run 1 has no value for layers.");
        Assign(worker, Run(2));
        Collect(worker, 2).Result.ShouldNotBeNull();
    }

    [Fact]
    public void An_update_is_resent_until_it_is_acknowledged_and_the_run_is_held_until_then()
    {
        var worker = Registered();
        Assign(worker, Run(1));
        var last = Expect<UpdateRuns>(report => report.Runs.Any(run => run.Result is not null)).Number;

        Expect<UpdateRuns>(report => report.Number == last);
        Expect<RenewLeases>(renewal => !renewal.Held.IsEmpty).Held[0].Attempts.ShouldBe([new RunAttempt(1, 1)]);
        Coordinator.Send(worker, new UpdateAcknowledged(Id, Quick.Id, last));
        Expect<RenewLeases>(renewal => renewal.Held.IsEmpty);
    }

    [Fact]
    public void The_same_assignment_twice_is_trained_once()
    {
        var worker = Registered();
        Assign(worker, Run(1) with { Budget = 2000 });
        Assign(worker, Run(1) with { Budget = 2000 });
        Collect(worker, 1).Costs.Count.ShouldBe(2000);
        Assign(worker, Run(2));

        // They are trained one after the other on one slot: a second training of run 1 would have sent its update before run 2.
        EndedUpTo(worker, 2).ShouldBe([2]);
    }

    [Fact]
    public void Runs_that_are_withdrawn_are_dropped_whether_they_train_or_wait()
    {
        var worker = Registered();
        Assign(worker, Endless(1), Run(2), Run(3));
        Expect<RenewLeases>(renewal => renewal.Held.Length == 1 && renewal.Held[0].Attempts.Length == 3);
        Coordinator.Send(worker, new WithdrawRuns(Id, [new RunAttempt(1, 1), new RunAttempt(2, 1), new RunAttempt(99, 1)]));

        EndedUpTo(worker, 3).ShouldBe([3]);
    }

    [Fact]
    public void A_run_that_cannot_be_trained_is_reported_and_the_next_one_trained()
    {
        var worker = Registered();
        Watch(worker);
        Assign(worker, With(Run(1), "layers", new ParameterValue.Layers([7, 1])), Run(2));
        var news = Expect<UpdateRuns>().Runs[0];

        news.Attempt.ShouldBe(new RunAttempt(1, 1));
        news.Result.ShouldBeNull();
        news.Failure.ShouldNotBeNull().ShouldContain("input width is 7");
        news.Failure.ShouldNotContain("\n");
        Collect(worker, 2).Result.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(DatasetKind.Csv, 20)]
    [InlineData(DatasetKind.Moons, -5)]
    public void Data_that_cannot_be_had_fails_its_runs_and_not_the_worker(DatasetKind kind, int examples)
    {
        var worker = Registered();
        var dataset = new DatasetSpecification { Kind = kind, Examples = examples, Path = "/no/such/file.csv" };
        Coordinator.Send(worker, new AssignRuns(Id, dataset, [new AssignedRun(1, Run(1) with { Dataset = dataset })], MetricNames));

        Expect<UpdateRuns>().Runs[0].Failure.ShouldNotBeNull();
        Assign(worker, Run(2));
        Collect(worker, 2).Result.ShouldNotBeNull();
    }

    [Fact]
    public void A_reason_longer_than_a_message_is_cut()
    {
        var worker = Registered();
        Assign(worker, With(Run(1), "layers", new ParameterValue.Layers([.. Enumerable.Repeat(0, 100_000)])));

        Expect<UpdateRuns>().Runs[0].Failure.ShouldNotBeNull().Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public void It_requests_more_work_while_its_slots_are_busy_and_not_while_work_waits()
    {
        var worker = Registered();
        Assign(worker, Endless(1));
        Expect<RenewLeases>(renewal => !renewal.Held.IsEmpty);
        Expect<RequestWork>().Slots.ShouldBe(1);

        Assign(worker, Endless(2));
        Expect<RenewLeases>(renewal => renewal.Held is [{ Attempts.Length: 2 }]);
        var heartbeats = 0;
        Coordinator.FishForMessage(
            message =>
            {
                message.ShouldNotBeOfType<RequestWork>();
                return message is RegisterWorker && ++heartbeats == 2;
            },
            Patience);
        Coordinator.Send(worker, new WithdrawRuns(Id, [new RunAttempt(1, 1), new RunAttempt(2, 1)]));
        Expect<RequestWork>();
    }

    [Fact]
    public void Another_worker_continues_a_long_run_from_a_stored_checkpoint_to_the_same_bits()
    {
        var worker = Registered();
        var run = With(Run(1), "record_every", new ParameterValue.Integer(100_000)) with { Budget = 3_000_000, Seed = 4 };
        Assign(worker, run);
        var part = Expect<StoreCheckpoint>();
        part.Attempt.ShouldBe(new RunAttempt(1, 1));
        part.Epoch.ShouldBeInRange(1, run.Budget - 1);
        Coordinator.Send(worker, new WithdrawRuns(Id, [new RunAttempt(1, 1)]));

        Coordinator.Send(worker, new AssignRuns(Id, Moons, [new AssignedRun(2, run, part.Epoch)], MetricNames));
        Expect<RequestCheckpoint>().ShouldBe(new RequestCheckpoint(Id, Quick.Id, new RunAttempt(1, 2), 0));
        Expect<RequestCheckpoint>();
        Coordinator.Send(worker, new CheckpointPart(Id, new RunAttempt(1, 2), part.Epoch, part.Part));

        var (costs, result) = Collect(worker, 1);
        var whole = TrainedAlone(run);
        costs.ShouldBe(whole.Costs(0).ToArray());
        result!.FinalParameters.ShouldBe(whole.Result(0)!.FinalParameters);
    }

    [Fact]
    public void An_unusable_checkpoint_costs_only_time()
    {
        var worker = Registered();
        Coordinator.Send(worker, new AssignRuns(Id, Moons, [new AssignedRun(2, Run(1), 3)], MetricNames));
        Expect<RequestCheckpoint>();
        Coordinator.Send(worker, new CheckpointPart(Id, new RunAttempt(1, 2), 3, new BinaryPart(0, 1, [1, 2, 3])));

        Collect(worker, 1).Costs.Count.ShouldBe(5);
    }

    [Fact]
    public void A_worker_that_leaves_hands_in_what_it_has_and_gives_the_rest_back()
    {
        var worker = Registered();
        Watch(worker);
        Assign(worker, Endless(1), Run(2));
        Expect<StoreCheckpoint>();
        worker.Tell(LeaveInOrder.Instance, TestActor);
        while (Expect<IWorkerMessage>(message => message is LeaveCoordinator or StoreCheckpoint or UpdateRuns) is var message and not LeaveCoordinator)
        {
            Coordinator.Send(worker, message is UpdateRuns report
                ? new UpdateAcknowledged(Id, Quick.Id, report.Number)
                : new CheckpointStored(Id, new RunAttempt(1, 1), ((StoreCheckpoint)message).Epoch));
        }

        Expect<LeaveCoordinator>();
        Coordinator.Send(worker, new WorkerReleased(Quick.Id));
        ExpectMsg<WorkerLeft>(Patience).Summary.ShouldBe(new LeaveSummary(Finished: 0, Returned: 2, Checkpointed: 1));
        ExpectTerminated(worker, Patience);
    }

    [Fact]
    public void A_worker_that_holds_nothing_says_so_and_leaves_at_once_whether_it_is_answered_or_not()
    {
        var worker = Registered();
        Watch(worker);
        worker.Tell(LeaveInOrder.Instance, TestActor);

        ExpectMsg<WorkerLeft>(Patience).Summary.ShouldBe(new LeaveSummary(Finished: 0, Returned: 0, Checkpointed: 0));
        ExpectTerminated(worker, Patience);
        Expect<LeaveCoordinator>().ShouldBe(new LeaveCoordinator(Quick.Id));
    }

    [Fact]
    public void A_training_that_is_stuck_fails_and_takes_no_slot_with_it()
    {
        using var release = new ManualResetEventSlim();
        var worker = Registered(Quick with
        {
            Rules = Rules with { StallLimit = TimeSpan.FromSeconds(5) },
            Trainables = new TrainableSet([new FaultyTrainable(runs => runs[0].Number == 1 ? new StuckTraining(release) : null)]),
        });
        try
        {
            Assign(worker, Run(1), Run(2), Run(3));
            Expect<UpdateRuns>().Runs.ShouldHaveSingleItem().Failure.ShouldBe("no progress for 5 s");
            EndedUpTo(worker, 3).ShouldBe([2, 3]);
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public void Data_comes_from_the_coordinator_in_parts_whatever_is_lost_and_is_kept_for_the_next_time()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes("x,y,label\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i},{i % 7},{i % 2}\n")));
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var dataset = new DatasetSpecification { Kind = DatasetKind.Csv, Path = "/no/such/file.csv", Sha256 = sha256 };
        var run = With(Run(1), "batch_size", new ParameterValue.Integer(30_000)) with { Dataset = dataset, Budget = 1 };
        var worker = Registered();
        Coordinator.Send(worker, new AssignRuns(Id, dataset, [new AssignedRun(1, run)], MetricNames));
        var requests = 0;
        while (Expect<IProtocolMessage>(message => message is RequestDatasetPart or UpdateRuns) is RequestDatasetPart request)
        {
            if (++requests % 3 != 0)
            {
                var part = new DatasetPart(sha256, bytes.Length, BinaryPart.Cut(bytes, request.Index));
                Coordinator.Send(Coordinator.LastSender, part);
                Coordinator.Send(Coordinator.LastSender, part);
            }
        }

        File.ReadAllBytes(Path.Combine(folder.Path, "datasets", sha256)).ShouldBe(bytes);
        Directory.GetFiles(Path.Combine(folder.Path, "datasets")).Length.ShouldBe(1);
    }

    [Fact]
    public void Data_that_comes_damaged_fails_its_runs_and_is_not_kept()
    {
        var sha256 = new string('a', 64);
        var dataset = new DatasetSpecification { Kind = DatasetKind.Csv, Path = "/no/such/file.csv", Sha256 = sha256 };
        var worker = Registered();
        Coordinator.Send(worker, new AssignRuns(Id, dataset, [new AssignedRun(1, Run(1) with { Dataset = dataset })], MetricNames));
        Expect<RequestDatasetPart>();
        Coordinator.Send(Coordinator.LastSender, new DatasetPart(sha256, 3, new BinaryPart(0, 1, [1, 2, 3])));

        Expect<UpdateRuns>().Runs[0].Failure.ShouldNotBeNull().ShouldContain("SHA-256");
        Directory.GetFiles(Path.Combine(folder.Path, "datasets")).ShouldBeEmpty();
    }

    private static RunSpecification Run(int number) => Tiny with { Number = number };

    private static RunSpecification With(RunSpecification run, string parameter, ParameterValue value) =>
        run with { Values = run.Values.With(parameter, value) };

    private static RunSpecification Endless(int number) =>
        With(Run(number), "record_every", new ParameterValue.Integer(100_000_000)) with { Budget = int.MaxValue };

    private static TrainingSession TrainedAlone(RunSpecification run)
    {
        var session = Trainer.Start([NetworkTrainable.Standard.Read(run)], DatasetLoader.Load(Moons), TimeProvider.System);
        session.Advance(run.Budget);
        return session;
    }

    private IActorRef Start(WorkerSettings? settings = null) => Sys.ActorOf(WorkerActor.Props(settings ?? Quick, Coordinator, TimeProvider.System));

    private IActorRef Registered(WorkerSettings? settings = null)
    {
        var worker = Start(settings);
        Coordinator.Send(worker, new WorkerRegistered(Quick.Id, TimeSpan.FromSeconds(15)));
        Expect<RequestWork>();
        return worker;
    }

    private void Assign(IActorRef worker, params RunSpecification[] runs) =>
        Coordinator.Send(worker, new AssignRuns(Id, Moons, [.. runs.Select(run => new AssignedRun(1, run))], MetricNames));

    private T Expect<T>(Func<T, bool>? where = null) =>
        (T)Coordinator.FishForMessage(message => message is T typed && (where is null || where(typed)), Patience);

    /// <summary>Acknowledges updates until the run has ended; a resent update must be the same.</summary>
    private (IReadOnlyList<double> Costs, RunResult? Result) Collect(IActorRef worker, int run)
    {
        while (!received.Any(news => news.Attempt.Run == run && news.Result is not null))
        {
            Receive(worker);
        }

        var costs = new SortedDictionary<int, double>();
        foreach (var news in received.Where(news => news.Attempt.Run == run))
        {
            for (var i = 0; i < news.Costs.Length; i++)
            {
                costs.TryAdd(news.FirstIndex + i, news.Costs[i]);
                costs[news.FirstIndex + i].ShouldBe(news.Costs[i]);
            }
        }

        costs.Keys.ShouldBe(Enumerable.Range(0, costs.Count));
        return ([.. costs.Values], received.First(news => news.Attempt.Run == run && news.Result is not null).Result);
    }

    /// <summary>The runs that ended since then, up to and including this one.</summary>
    private List<int> EndedUpTo(IActorRef worker, int run)
    {
        var before = received.Count;
        var ended = new List<int>();
        while (!ended.Contains(run))
        {
            Receive(worker);
            ended = [.. received.Skip(before).Where(news => news.Result is not null).Select(news => news.Attempt.Run)];
        }

        return ended;
    }

    private void Receive(IActorRef worker)
    {
        var report = Expect<UpdateRuns>();
        Coordinator.Send(worker, new UpdateAcknowledged(Id, Quick.Id, report.Number));
        if (acknowledged.Add(report.Number))
        {
            received.AddRange(report.Runs);
        }
    }

    /// <summary>A training that makes no progress.</summary>
    private sealed class StuckTraining(ManualResetEventSlim release) : ITraining
    {
        public int Epoch => 0;

        public bool Ended => false;

        public void Advance(int epochs) => release.Wait();

        public ReadOnlySpan<double> Costs(int runIndex) => [];

        public RunResult? Result(int runIndex) => null;

        public byte[] Checkpoint(int runIndex) => [];
    }
}
