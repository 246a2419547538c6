using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>
/// Processes runs from their assignment to the acknowledgement of their results, and acts as the coordinator itself. The first such run in
/// a process compiles the code, which takes as long as some 100,000 epochs of a small network. This runs on a thread that would idle until
/// the first assignment arrives.
/// </summary>
internal static class WorkerWarmUp
{
    private const int Epochs = 10;

    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons };

    /// <summary>Trains the course's network for a few epochs with each optimiser. Stores, writes and sends nothing.</summary>
    /// <param name="time">The clock.</param>
    /// <returns>How many runs ended and were acknowledged.</returns>
    public static int Run(TimeProvider time)
    {
        var clock = new SteadyClock(time);
        var worker = new WorkerId("warm-up");
        var experiment = ExperimentId.Draw(new Random(0));
        var protocol = new WorkerProtocol(worker, new WorkerRules(Slots: 1), UpdateSpool.In(""));
        var data = DatasetLoader.Load(Moons);
        var acknowledged = 0;
        var actions = new Queue<WorkerAction>(protocol.Tick(clock.Now));
        Receive(new WorkerRegistered(worker, TimeSpan.FromSeconds(1)));
        var trainable = NetworkTrainable.Standard;
        var runs = ExperimentGrid.Expand(Grid(trainable.Declaration));
        Receive(new AssignRuns(experiment, Moons, [.. runs.Select(run => new AssignedRun(1, run))], [.. trainable.Declaration.Metrics.Select(metric => metric.Name)]));
        while (actions.TryDequeue(out var action))
        {
            switch (action)
            {
                case WorkerAction.GetData:
                    Add(protocol.DataReady(Moons, group => trainable.Group(group, data), clock.Now));
                    break;
                case WorkerAction.Start start:
                    protocol.Update(start.Job, Train(trainable, start.Job, data, time), clock.Now);
                    Add(protocol.Ended(start.Job, clock.Now));
                    break;
                case WorkerAction.Send { Message: UpdateRuns sent }:
                    var received = OverTheWire(sent);
                    acknowledged += received.Runs.Count(run => run.Result is not null);
                    Receive(new UpdateAcknowledged(experiment, worker, received.Number));
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

    private static ExperimentSpecification Grid(Trainable trainable) => ExperimentSpecification.Create(
        "warm-up",
        trainable,
        Moons,
        (NetworkParameters.Optimizer, ParameterValue.Names([.. OptimizerRules.All.Select(rule => rule.Name)])),
        (NetworkParameters.Layers, [new ParameterValue.Layers([2, 5, 2, 1])]),
        (NetworkParameters.Loss, ParameterValue.Names("binary_cross_entropy")),
        (NetworkParameters.LearningRate, ParameterValue.Numbers(0.01)),
        ("epochs", ParameterValue.Integers(Epochs)),
        (NetworkParameters.RecordEvery, ParameterValue.Integers(1)));

    private static IEnumerable<RunUpdate> Train(NetworkTrainable trainable, TrainingJob job, TrainingData data, TimeProvider time)
    {
        var training = trainable.Start([.. job.Runs.Select(run => run.Run)], data, null, time);
        training.Advance(Epochs);
        return job.Runs.Select((run, index) => new RunUpdate(run.RunAttempt, 0, [.. training.Costs(index)], training.Result(index)));
    }

    private static T OverTheWire<T>(T message)
        where T : IProtocolMessage =>
        (T)ProtocolCodec.FromBytes(ProtocolCodec.ManifestOf(message), ProtocolCodec.ToBytes(message));
}
