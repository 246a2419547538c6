using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>
/// The whole pull protocol under one schedule. The seed alone determines the next step and the faults. Both
/// state machines are the product's own. First comes a phase of faults: messages are lost, duplicated, delayed and reordered, clocks
/// are changed, coordinator and workers crash before, between and after the steps of a write, workers are suspended past their leases and
/// resumed, the journal fails, people steer. Then nothing fails any more, and every run must end as it should.
/// </summary>
internal sealed class ProtocolSimulation
{
    private const int FaultySteps = 250;
    private const int CalmRounds = 600;
    private const int Workers = 3;

    private static readonly ExperimentId[] Ids = [ExperimentId.Parse("k3f9x2ma"), ExperimentId.Parse("00000001")];

    private readonly Random random;
    private readonly Queue<string> trace = new();
    private readonly int traced;
    private readonly SimulatedRuns runs;
    private readonly SimulatedStore store;
    private readonly RetryLimits limits;
    private readonly SimulatedWorker?[] workers = new SimulatedWorker?[Workers];
    private readonly Dictionary<WorkerId, SimulatedWorker> incarnations = [];
    private readonly List<(WorkerId Worker, IProtocolMessage Message, bool ToCoordinator)> network = [];
    private readonly Dictionary<WorkerId, SimulatedWorker> everStarted = [];
    private readonly int[] sizes;
    private readonly bool[] areConfirmed;
    private SimulatedCoordinator? coordinator;
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan wallOffset;
    private int steps;

    /// <summary>Prepares a schedule.</summary>
    /// <param name="seed">The seed of the schedule.</param>
    /// <param name="traced">The number of last steps to remember.</param>
    public ProtocolSimulation(int seed, int traced)
    {
        this.traced = traced;
        random = new Random(seed);
        limits = new RetryLimits(random.Next(2, 4), random.Next(3) == 0 ? random.Next(1, 4) : 1000);
        sizes = [random.Next(1, 7), random.Next(1, 5)];
        areConfirmed = [random.Next(2) == 0, random.Next(2) == 0];
        runs = new SimulatedRuns(Ids.Zip(sizes)
            .SelectMany(experiment => Enumerable.Range(1, experiment.Item2 + SimulatedRuns.MostConfirmed).Select(run => (Experiment: experiment.Item1, Run: run)))
            .ToDictionary(key => key, _ => random.Next(12) switch { 0 => RunTemper.Throwing, 1 => RunTemper.Stalling, 2 or 3 => RunTemper.Flaky, _ => RunTemper.Good }));
        store = new SimulatedStore(runs, limits);
    }

    private Moment Now => new(now + wallOffset, now);

    /// <summary>The last steps, as text.</summary>
    public string Trace => string.Join('\n', trace);

    /// <summary>Runs the schedule; throws when an invariant does not hold.</summary>
    public void Run()
    {
        StartCoordinator();
        for (var index = 0; index < Workers; index++)
        {
            StartWorker(index);
        }

        Submit();
        for (var step = 0; step < FaultySteps; step++)
        {
            FaultyStep();
        }

        var rounds = 0;
        while (!IsDone())
        {
            rounds++.ShouldBeLessThan(CalmRounds, "with nothing in the way it must come to an end");
            CalmRound(rounds);
        }

        store.CheckEnd();
    }

    private void Submit()
    {
        for (var index = 0; index < Ids.Length; index++)
        {
            coordinator?.Execute(SimulatedRuns.Submit(Ids[index], sizes[index], isSearch: index % 2 == 1, areConfirmed[index]));
        }
    }

    private void FaultyStep()
    {
        switch (random.Next(100))
        {
            case < 32:
                Deliver(losesSome: true);
                break;
            case < 52:
                TakeIn();
                break;
            case < 66:
                Work(losesSome: true);
                break;
            case < 76:
                Write(failsSome: true);
                break;
            case < 84:
                Pass(TimeSpan.FromMilliseconds(random.Next(1, 1500)));
                break;
            case < 88:
                Pass(TimeSpan.FromSeconds(random.Next(1, 25)));
                break;
            case < 91:
                Note(() => "the coordinator looks at its workers");
                coordinator?.CheckWorkers();
                break;
            case < 93:
                KillCoordinator();
                break;
            case < 95:
                KillWorker(random.Next(Workers));
                break;
            case 95:
                Freeze();
                break;
            case 96:
                wallOffset = TimeSpan.FromHours(random.Next(-48, 48));
                Note(() => $"the wall clock is set to {Now.Wall:u}");
                break;
            case 97:
                Leave();
                break;
            case 98:
                Steer();
                break;
            default:
                Submit();
                break;
        }
    }

    /// <summary>A second without faults.</summary>
    private void CalmRound(int round)
    {
        if (coordinator is null)
        {
            StartCoordinator();
        }

        if (round == 1)
        {
            Submit();
        }

        if (round % 20 == 1)
        {
            foreach (var id in store.Experiments.ToList())
            {
                coordinator!.Execute(new ResumeExperiment(id, "me"));
                if (store.State(id) is { Ended: true, Cancelled: > 0 })
                {
                    coordinator.Execute(new RetryExperiment(id, "me"));
                }
            }
        }

        Pass(TimeSpan.FromSeconds(1));
        coordinator!.CheckWorkers();
        for (var index = 0; index < Workers; index++)
        {
            if (workers[index] is null or { HasLeft: true })
            {
                StartWorker(index);
            }

            workers[index]!.FrozenUntil = now;
            workers[index]!.Tick(now);
        }

        for (var turn = 0; turn < 400 && (network.Count > 0 || coordinator.Experiments.Any(experiment => experiment.IsBusy) || turn < 12); turn++)
        {
            Deliver(losesSome: false);
            TakeIn();
            Write(failsSome: false);
            Work(losesSome: false);
        }
    }

    private bool IsDone() =>
        store.Experiments.Count() == Ids.Length
        && Ids.All(id => store.State(id) is { Ended: true, Cancelled: 0 })
        && workers.All(worker => worker is not { IsBusy: true })
        && coordinator is not null && coordinator.Experiments.All(experiment => !experiment.IsBusy);

    private void Deliver(bool losesSome)
    {
        if (network.Count == 0)
        {
            return;
        }

        // Mostly one of the oldest few, sometimes any: a message may be delayed arbitrarily.
        var index = random.Next(random.Next(4) == 0 ? network.Count : Math.Min(network.Count, 4));
        var (worker, message, toCoordinator) = network[index];
        var fate = losesSome ? random.Next(20) : 20;
        if (fate != 1)
        {
            network.RemoveAt(index);
        }

        if (fate == 0)
        {
            Note(() => $"lost: {Show(worker, message, toCoordinator)}");
            return;
        }

        Note(() => $"{(fate == 1 ? "delivered, and will be again" : "delivered")}: {Show(worker, message, toCoordinator)}");
        if (toCoordinator)
        {
            coordinator?.Receive(worker, message);
        }
        else if (incarnations.TryGetValue(worker, out var receiver) && receiver.FrozenUntil <= now)
        {
            receiver.Receive((IWorkerMessage)message, now);
        }
    }

    private void TakeIn()
    {
        if (coordinator is not null && Choose(coordinator.Experiments.ToList()) is { } experiment)
        {
            experiment.TakeIn();
        }
    }

    private void Work(bool losesSome)
    {
        if (workers[random.Next(Workers)] is not { } worker || worker.FrozenUntil > now)
        {
            return;
        }

        switch (random.Next(losesSome ? 7 : 5))
        {
            case 0:
                worker.GetData(now);
                break;
            case 1 or 2 or 3:
                Note(() => $"{worker.Id} trains");
                worker.Train(now);
                break;
            case 4:
                worker.Flush(now);
                break;
            default:
                Note(() => $"{worker.Id} ticks");
                worker.Tick(now);
                break;
        }
    }

    /// <summary>A write advances by one step; or the process dies before it, or between it and the next step; or the journal fails.</summary>
    private void Write(bool failsSome)
    {
        if (coordinator is null)
        {
            return;
        }

        if (Choose(coordinator.Experiments.Where(experiment => experiment.IsPersisting).ToList()) is { } writing)
        {
            switch (failsSome ? random.Next(24) : 24)
            {
                case 0:
                    Note(() => "dies before a commit");
                    KillCoordinator();
                    break;
                case 1:
                    Note(() => "dies after a commit");
                    writing.Commit();
                    KillCoordinator();
                    break;
                case 2:
                    Note(() => "the journal fails, and has what was to be written");
                    writing.Commit();
                    RestartExperiment(writing);
                    break;
                case 3:
                    Note(() => "the journal fails, and does not have what was to be written");
                    RestartExperiment(writing);
                    break;
                default:
                    writing.Commit();
                    Note(() => "committed");
                    writing.Persisted();
                    break;
            }
        }
        else if (Choose(coordinator.Experiments.Where(experiment => experiment.IsSaving).ToList()) is { } saving)
        {
            switch (failsSome ? random.Next(12) : 12)
            {
                case 0:
                    Note(() => "dies before a checkpoint is stored");
                    KillCoordinator();
                    break;
                case 1:
                    Note(() => "dies after a checkpoint is stored");
                    saving.CommitCheckpoint();
                    KillCoordinator();
                    break;
                default:
                    saving.CommitCheckpoint();
                    saving.CheckpointSaved();
                    break;
            }
        }
    }

    private void RestartExperiment(SimulatedExperiment broken)
    {
        if (store.Experiments.Contains(broken.Id))
        {
            coordinator!.Start(broken.Id);
        }
        else
        {
            KillCoordinator();
        }
    }

    private void Pass(TimeSpan time) => now += time;

    private void KillCoordinator()
    {
        Note(() => "the coordinator dies");
        coordinator = null;
        if (random.Next(3) > 0)
        {
            StartCoordinator();
        }
    }

    private void StartCoordinator()
    {
        Note(() => "a coordinator starts");
        coordinator = new SimulatedCoordinator(store, limits, () => Now, (worker, message) =>
        {
            store.CheckSent(message, (of, number) => everStarted[of].Sent[number]);
            network.Add((worker, message, ToCoordinator: false));
        });
    }

    private void KillWorker(int index)
    {
        if (workers[index] is { } worker)
        {
            Note(() => $"{worker.Id} dies");
            incarnations.Remove(worker.Id);
            workers[index] = null;
            if (random.Next(2) == 0)
            {
                coordinator?.Disconnected(worker.Id);
            }
        }
        else
        {
            StartWorker(index);
        }
    }

    private void StartWorker(int index)
    {
        var worker = new SimulatedWorker(
            new WorkerId(string.Create(CultureInfo.InvariantCulture, $"worker {index}/{everStarted.Count + 1}")),
            runs,
            random,
            (id, message) => network.Add((id, message, ToCoordinator: true)));
        Note(() => $"{worker.Id} starts");
        workers[index] = worker;
        everStarted[worker.Id] = incarnations[worker.Id] = worker;
    }

    private void Freeze()
    {
        if (workers[random.Next(Workers)] is { } worker)
        {
            worker.FrozenUntil = now + TimeSpan.FromSeconds(random.Next(1, 40));
            Note(() => $"{worker.Id} freezes until {worker.FrozenUntil:HH:mm:ss}");
        }
    }

    private void Leave()
    {
        if (workers[random.Next(Workers)] is { } worker)
        {
            Note(() => $"{worker.Id} is to leave");
            worker.Leave(now);
        }
    }

    private void Steer()
    {
        var id = Ids[random.Next(Ids.Length)];
        if (!store.Experiments.Contains(id))
        {
            return;
        }

        // A stale number is that of a repeated command.
        var next = Math.Min(store.State(id).Confirmations + random.Next(2), SimulatedRuns.MostConfirmations);
        IExperimentCommand command = random.Next(9) switch
        {
            0 or 1 => new PauseExperiment(id, "me"),
            2 or 3 => new ResumeExperiment(id, "me"),
            4 => new CancelExperiment(id, "me"),
            5 => new RetryExperiment(id, "me"),
            6 => new InterruptExperiment(id),
            7 => new ConfirmExperiment(id, next, 2, ConfirmationSpecification.NoParameter, 2, "me"),
            _ => new PrioritizeExperiment(id, random.Next(3), "me"),
        };
        Note(() => $"asked for: {command.GetType().Name} {id}");
        coordinator?.Execute(command);
    }

    private T? Choose<T>(List<T> some)
        where T : class => some.Count == 0 ? null : some[random.Next(some.Count)];

    private void Note(Func<string> what)
    {
        steps++;
        if (traced > 0)
        {
            if (trace.Count == traced)
            {
                trace.Dequeue();
            }

            trace.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{steps,6} {now:HH:mm:ss.fff} {what()}"));
        }
    }

    private static string Show(WorkerId worker, IProtocolMessage message, bool toCoordinator) =>
        $"{(toCoordinator ? $"{worker} -> coordinator" : $"coordinator -> {worker}")} {message.GetType().Name}{Detail(message)}";

    private static string Detail(IProtocolMessage message) => message switch
    {
        UpdateRuns report => $" {report.Number} of {report.ExperimentId}: {string.Join(", ", report.Runs.Select(run =>
            $"{run.Attempt.Run}/{run.Attempt.Attempt} costs {run.FirstIndex}+{run.Costs.Length}{(run.Result is null ? "" : " done")}{run.Failure}"))}",
        UpdateAcknowledged acknowledged => $" {acknowledged.Number} of {acknowledged.ExperimentId}",
        AssignRuns assignment => $" of {assignment.ExperimentId}: {string.Join(", ", assignment.Runs.Select(run => $"{run.Run.Number}/{run.Attempt}"))}",
        StoreCheckpoint part => $" of {part.ExperimentId}: {part.Attempt.Run}/{part.Attempt.Attempt} at {part.Epoch}",
        CheckpointStored stored => $" of {stored.ExperimentId}: {stored.Attempt.Run}/{stored.Attempt.Attempt} at {stored.Epoch}",
        _ => "",
    };
}
