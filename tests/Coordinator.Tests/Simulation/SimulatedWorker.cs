using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>One incarnation of a worker: the product's state machine, with trainings that advance one step on demand.</summary>
internal sealed class SimulatedWorker
{
    private readonly SimulatedRuns runs;
    private readonly Random random;
    private readonly Action<WorkerId, IProtocolMessage> send;
    private readonly List<Training> trainings = [];
    private readonly List<DatasetSpecification> wanted = [];
    private readonly TimeSpan clockOffset;
    private readonly WorkerProtocol protocol;
    private DateTimeOffset lastNow;
    private bool hasNews;

    public SimulatedWorker(WorkerId id, SimulatedRuns runs, Random random, Action<WorkerId, IProtocolMessage> send)
    {
        Id = id;
        this.runs = runs;
        this.random = random;
        this.send = send;
        clockOffset = TimeSpan.FromSeconds(random.Next(100_000));
        var rules = new WorkerRules(random.Next(1, 3))
        {
            StallLimit = TimeSpan.FromSeconds(20),
            Outbox = new OutboxLimits(random.Next(1, 4), random.Next(0, 20)),
        };
        protocol = new WorkerProtocol(id, rules, new Spool());
    }

    public WorkerId Id { get; }

    public DateTimeOffset FrozenUntil { get; set; }

    public bool HasLeft => protocol.HasLeft;

    public bool IsBusy => trainings.Count > 0 || wanted.Count > 0 || protocol.HeldAttempts.Any();

    /// <summary>Every update that it ever sent, because an acknowledgement may arrive after the worker has forgotten the update.</summary>
    public Dictionary<long, UpdateRuns> Sent { get; } = [];

    public void Tick(DateTimeOffset now) => Do(protocol.Tick(Local(now)));

    /// <summary>Ends the time in which updates are collected, if there are any.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (hasNews)
        {
            hasNews = false;
            Do(protocol.Flush(Local(now)));
        }
    }

    public void Leave(DateTimeOffset now) => Do(protocol.Leave(Local(now)));

    public void Receive(IWorkerMessage message, DateTimeOffset now) => Do(protocol.Receive(message, Local(now)));

    /// <summary>Requested data are available, or cannot be had now.</summary>
    public void GetData(DateTimeOffset now)
    {
        if (wanted.Count > 0)
        {
            var dataset = wanted[0];
            wanted.RemoveAt(0);
            Do(protocol.DataReady(dataset, specifications => [.. specifications.Chunk(random.Next(1, 4))], Local(now)));
        }
    }

    /// <summary>Advances one training by a step.</summary>
    public void Train(DateTimeOffset now)
    {
        if (trainings.Count == 0)
        {
            return;
        }

        var training = trainings[random.Next(trainings.Count)];
        var attempts = training.Job.Runs.Select(run => run.RunAttempt).ToList();
        if (attempts.Exists(attempt => runs.Stalls(training.Job.ExperimentId, attempt.Run, training.Epoch)))
        {
            return;
        }

        if (attempts.Exists(attempt => runs.Throws(training.Job.ExperimentId, attempt, training.Epoch)))
        {
            News(training, attempts.Select(attempt => new RunUpdate(attempt, training.Told, [], Failure: "broken")), now);
            End(training, now);
            return;
        }

        training.Epoch = Math.Min(SimulatedRuns.Epochs, training.Epoch + random.Next(1, 4));
        var ended = training.Epoch == SimulatedRuns.Epochs;
        if (ended || random.Next(2) == 0)
        {
            TellNews(training, now, ended);
        }

        if (ended)
        {
            End(training, now);
        }
        else if (random.Next(3) == 0)
        {
            TakeCheckpoints(training, now);
        }
    }

    private DateTimeOffset Local(DateTimeOffset now)
    {
        lastNow = now;
        return now + clockOffset;
    }

    private void TellNews(Training training, DateTimeOffset now, bool ended)
    {
        News(
            training,
            training.Job.Runs.Select(run => new RunUpdate(
                run.RunAttempt,
                training.Told,
                [.. SimulatedRuns.Costs(run.Run.Number)[training.Told..training.Epoch]],
                ended ? SimulatedRuns.Result(run.Run.Number) : null)),
            now);
        training.Told = training.Epoch;
    }

    private void News(Training training, IEnumerable<RunUpdate> news, DateTimeOffset now)
    {
        hasNews = true;
        protocol.Update(training.Job, news, Local(now));
    }

    private void TakeCheckpoints(Training training, DateTimeOffset now)
    {
        foreach (var run in training.Job.Runs.Where(_ => training.Epoch > 0))
        {
            var bytes = SimulatedRuns.Checkpoint(run.Run.Number, training.Epoch, random.Next(100) == 0);
            Do(protocol.Checkpoint(training.Job, run.RunAttempt, training.Epoch, bytes, Local(now)));
        }
    }

    private void Finish(Training training, DateTimeOffset now)
    {
        TellNews(training, now, ended: false);
        TakeCheckpoints(training, now);
        End(training, now);
    }

    private void End(Training training, DateTimeOffset now)
    {
        trainings.Remove(training);
        Do(protocol.Ended(training.Job, Local(now)));
    }

    private void Do(IReadOnlyList<WorkerAction> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case WorkerAction.Send sending:
                    if (sending.Message is UpdateRuns report)
                    {
                        Sent[report.Number] = report;
                    }

                    send(Id, sending.Message);
                    break;
                case WorkerAction.GetData get:
                    wanted.Add(get.Dataset);
                    break;
                case WorkerAction.Start start:
                    var checkpoint = start.Job.Checkpoint;
                    trainings.Add(new Training(start.Job) { Epoch = checkpoint.IsEmpty ? 0 : SimulatedRuns.EpochOf(checkpoint, start.Job.Runs[0].Run.Number) });
                    break;
                case WorkerAction.Stop stop:
                    trainings.RemoveAll(training => ReferenceEquals(training.Job, stop.Job));
                    break;
                case WorkerAction.Stalled stalled:
                    trainings.RemoveAll(training => ReferenceEquals(training.Job, stalled.Job));
                    break;
                case WorkerAction.Finish finish:
                    Finish(trainings.Single(training => ReferenceEquals(training.Job, finish.Job)), lastNow);
                    break;
            }
        }
    }

    private sealed class Training(TrainingJob job)
    {
        public TrainingJob Job { get; } = job;

        public int Epoch { get; set; }

        public int Told { get; set; }
    }

    private sealed class Spool : IUpdateSpool
    {
        private readonly List<UpdateRuns> reports = [];

        public SpoolPlace Append(UpdateRuns report)
        {
            reports.Add(report);
            return new SpoolPlace(reports.Count - 1, 1);
        }

        public UpdateRuns Read(SpoolPlace place) => reports[(int)place.Offset];

        public void Clear() => reports.Clear();
    }
}
