using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>
/// Takes runs from their assignment to the acknowledgement of their results, with no coordinator but itself: a process compiles what
/// that needs when it first does, which takes as long as some hundred thousand epochs of a small network. Meant for a thread that
/// would idle until the first assignment comes.
/// </summary>
internal static class WorkerWarmUp
{
    private const int Epochs = 10;

    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons };

    /// <summary>Trains the course's network for a few epochs by each optimiser. Keeps, writes and sends nothing.</summary>
    /// <param name="time">The clock.</param>
    /// <returns>How many runs ended and were acknowledged.</returns>
    public static int Run(TimeProvider time)
    {
        var clock = new SteadyClock(time);
        var worker = new WorkerId("warm-up");
        var experiment = ExperimentId.Draw(new Random(0));
        var protocol = new WorkerProtocol(worker, new WorkerRules(Slots: 1), ReportSpool.In(""));
        var data = DatasetLoader.Load(Moons);
        var acknowledged = 0;
        var actions = new Queue<WorkerAction>(protocol.Tick(clock.Now));
        Receive(new WorkerRegistered(worker, TimeSpan.FromSeconds(1)));
        Receive(new AssignRuns(experiment, Moons, [.. Enum.GetValues<OptimizerKind>().Select((kind, index) => new AssignedRun(1, RunOf(kind, index + 1)))]));
        while (actions.TryDequeue(out var action))
        {
            switch (action)
            {
                case WorkerAction.GetData:
                    Add(protocol.DataReady(Moons, runs => Trainer.Group(runs, data), clock.Now));
                    break;
                case WorkerAction.Start start:
                    protocol.News(start.Job, Train(start.Job, data, time), clock.Now);
                    Add(protocol.Ended(start.Job, clock.Now));
                    break;
                case WorkerAction.Send { Message: ReportRuns message }:
                    var report = OverTheWire(message);
                    acknowledged += report.Runs.Count(run => run.Result is not null);
                    Receive(new ReportAcknowledged(experiment, worker, report.Number));
                    break;
                case WorkerAction.Send send:
                    OverTheWire(send.Message);
                    break;
            }
        }

        return acknowledged;

        void Receive(IWorkerMessage message) => Add(protocol.Receive(OverTheWire(message), clock.Now));

        void Add(IReadOnlyList<WorkerAction> more)
        {
            foreach (var action in more)
            {
                actions.Enqueue(action);
            }
        }
    }

    private static RunSpecification RunOf(OptimizerKind optimizer, int number) => new()
    {
        Number = number,
        Dataset = Moons,
        Network = new() { Layers = [2, 5, 2, 1] },
        Optimizer = new() { Kind = optimizer },
        LearningRate = 0.01,
        BatchSize = 64,
        Epochs = Epochs,
        RecordEvery = 1,
        Seed = 3,
        ShuffleSeed = 10,
    };

    private static IEnumerable<RunReport> Train(TrainingJob job, TrainingData data, TimeProvider time)
    {
        var training = Trainer.Start([.. job.Runs.Select(run => run.Run)], data, time);
        training.Advance(Epochs);
        return job.Runs.Select((run, index) => new RunReport(run.RunAttempt, 0, [.. training.Costs(index)], training.Result(index)));
    }

    private static T OverTheWire<T>(T message)
        where T : IProtocolMessage =>
        (T)ProtocolCodec.FromBytes(ProtocolCodec.ManifestOf(message), ProtocolCodec.ToBytes(message));
}
