using NNOptim.Coordinator.Tests.Lifecycle;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>One coordinator process, which knows only the store: <see cref="Coordinator.Actors.CoordinatorActor"/> and its experiments.</summary>
internal sealed class SimulatedCoordinator : IExperimentParent
{
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SuspicionDuration = TimeSpan.FromSeconds(4);

    private readonly SimulatedStore store;
    private readonly ExperimentRules rules;
    private readonly Func<Moment> clock;
    private readonly Action<WorkerId, IProtocolMessage> send;
    private readonly Matchmaker matchmaker = new();
    private readonly CheckLateness checks = new(TimeSpan.FromSeconds(1));
    private readonly HashSet<WorkerId> workers = [];
    private readonly Dictionary<WorkerId, HashSet<ExperimentId>> leaving = [];
    private readonly Dictionary<ExperimentId, SimulatedExperiment> experiments = [];

    public SimulatedCoordinator(SimulatedStore store, RetryLimits limits, Func<Moment> clock, Action<WorkerId, IProtocolMessage> send)
    {
        this.store = store;
        this.clock = clock;
        this.send = send;
        rules = new ExperimentRules { LeaseDuration = LeaseDuration, RetryLimits = limits, ContinuesByItself = true, Searches = HillSearch.CatalogOf(lookahead: 2) };
        foreach (var id in store.Experiments)
        {
            Start(id);
        }
    }

    public Moment Now => clock();

    public IEnumerable<SimulatedExperiment> Experiments => experiments.Values;

    public void Start(ExperimentId id)
    {
        matchmaker.Forget(id);
        experiments[id] = new SimulatedExperiment(id, store, rules, this);
    }

    public void Execute(IExperimentCommand command)
    {
        if (!experiments.ContainsKey(command.ExperimentId))
        {
            Start(command.ExperimentId);
        }

        experiments[command.ExperimentId].Execute(command);
    }

    public void Receive(WorkerId from, IProtocolMessage message)
    {
        switch (message)
        {
            case RegisterWorker registration:
                matchmaker.Register(registration, Now.Steady);
                workers.Add(from);
                Send(from, new WorkerRegistered(from, LeaseDuration));
                break;
            case RequestWork request:
                matchmaker.Request(from, request.Slots);
                Match();
                break;
            case RenewLeases renewal:
                matchmaker.RecordHeartbeat(from, renewal.Held.Sum(held => held.Attempts.Length), Now.Steady);
                foreach (var held in renewal.Held.Where(held => experiments.ContainsKey(held.ExperimentId)))
                {
                    experiments[held.ExperimentId].Renew(from, held.Attempts);
                }

                break;
            case LeaveCoordinator:
                matchmaker.Leave(from);
                workers.Remove(from);
                leaving[from] = [.. experiments.Keys];
                foreach (var experiment in experiments.Values)
                {
                    experiment.Release(from, RequeueCause.WorkerLeft);
                }

                break;
            case UpdateRuns report when experiments.TryGetValue(report.ExperimentId, out var experiment):
                experiment.Report(report);
                break;
            case StoreCheckpoint part when experiments.TryGetValue(part.ExperimentId, out var experiment):
                experiment.StoreCheckpoint(part);
                break;
            case RequestCheckpoint request when experiments.TryGetValue(request.ExperimentId, out var experiment):
                experiment.RequestCheckpoint(request);
                break;
        }
    }

    public void Disconnected(WorkerId worker) => matchmaker.MarkDisconnected(id => id == worker, Now.Steady);

    public void CheckWorkers()
    {
        matchmaker.AddDowntime(checks.Record(Now.Steady), Now.Steady);
        foreach (var worker in matchmaker.RemoveLost(Now.Steady, LeaseDuration, SuspicionDuration))
        {
            workers.Remove(worker);
            foreach (var experiment in experiments.Values)
            {
                experiment.Release(worker, RequeueCause.WorkerLost);
            }
        }

        foreach (var experiment in experiments.Values)
        {
            experiment.CheckLeases();
            experiment.TellOfWork();
        }
    }

    public void Send(WorkerId worker, IProtocolMessage message) => send(worker, message);

    public void WorkAvailable(ExperimentId experiment, int priority)
    {
        matchmaker.AddWork(experiment, priority);
        Match();
    }

    public void WorkAssigned(ExperimentId experiment, WorkerId worker, int count, bool hasMore)
    {
        matchmaker.RecordAssignment(experiment, worker, count, hasMore);
        Match();
    }

    public void WorkerRunsReleased(ExperimentId experiment, WorkerId worker, RequeueCause cause)
    {
        if (cause != RequeueCause.WorkerLost && leaving.TryGetValue(worker, out var asked) && asked.Remove(experiment) && asked.Count == 0)
        {
            leaving.Remove(worker);
            Send(worker, new WorkerReleased(worker));
        }
    }

    private void Match()
    {
        foreach (var offer in matchmaker.Match())
        {
            if (experiments.TryGetValue(offer.Experiment, out var experiment))
            {
                experiment.Assign(offer.Worker, offer.Slots, offer.AllSlots);
            }
        }
    }
}
