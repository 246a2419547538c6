using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Event;
using Akka.Hosting;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The cluster's singleton: knows the workers and the active experiments, and brings the ones' room and the others' work
/// together, one experiment after the other. What an experiment's runs are doing is the <see cref="ExperimentActor"/>'s.
/// </summary>
public sealed class CoordinatorActor : ReceiveActor
{
    private readonly CoordinatorSettings settings;
    private readonly TimeProvider time;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Dictionary<WorkerId, WorkerEntry> workers = [];
    private readonly Dictionary<ExperimentId, IActorRef> experiments = [];
    private readonly LinkedList<ExperimentId> withWork = new();

    /// <summary>Makes the coordinator.</summary>
    public CoordinatorActor(CoordinatorSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;

        Receive<SubmitExperiment>(command => Experiment(command.ExperimentId).Forward(command));
        Receive<ResumeExperiment>(command => Experiment(command.ExperimentId).Forward(command));
        Receive<RetryExperiment>(command => Experiment(command.ExperimentId).Forward(command));
        Receive<InterruptExperiment>(command => Experiment(command.ExperimentId).Forward(command));
        Receive<WatchExperiment>(query => Experiment(query.ExperimentId).Forward(query));

        Receive<RegisterWorker>(OnRegister);
        Receive<RequestWork>(OnRequest);
        Receive<RenewLeases>(OnRenewal);
        Receive<ReportRuns>(report => Experiment(report.ExperimentId).Forward(report));

        Receive<WorkWaits>(OnWorkWaits);
        Receive<WorkGiven>(OnWorkGiven);
        Receive<Terminated>(OnTerminated);
    }

    /// <summary>The recipe for the coordinator.</summary>
    public static Props Props(CoordinatorSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new CoordinatorActor(settings, time));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private IActorRef Experiment(ExperimentId id)
    {
        if (!experiments.TryGetValue(id, out var actor))
        {
            actor = Context.ActorOf(ExperimentActor.Props(id, settings, time), id.Value);
            Context.Watch(actor);
            experiments.Add(id, actor);
        }

        return actor;
    }

    private void OnRegister(RegisterWorker registration)
    {
        if (registration.ProtocolVersion != ProtocolVersion.Current)
        {
            Sender.Tell(new WorkerRefused(
                registration.WorkerId,
                $"it speaks protocol {registration.ProtocolVersion}, this coordinator speaks {ProtocolVersion.Current}; run the same version on all nodes"));
            return;
        }

        if (!workers.ContainsKey(registration.WorkerId))
        {
            log.Info("Worker {Worker} registered with {Slots} slots", registration.WorkerId, registration.Slots);
            workers.Add(registration.WorkerId, new WorkerEntry(Sender, registration.Slots));
            Context.Watch(Sender);
        }

        Sender.Tell(new WorkerRegistered(registration.WorkerId, settings.LeaseDuration));
    }

    private void OnRequest(RequestWork request)
    {
        if (workers.TryGetValue(request.WorkerId, out var worker))
        {
            worker.Wanted = request.Slots;
            Match();
        }
    }

    private void OnRenewal(RenewLeases renewal)
    {
        if (workers.TryGetValue(renewal.WorkerId, out var worker))
        {
            foreach (var held in renewal.Held)
            {
                Experiment(held.ExperimentId).Tell(new LeasesRenewed(renewal.WorkerId, worker.Actor, held));
            }
        }
    }

    private void OnWorkWaits(WorkWaits waits)
    {
        if (!withWork.Contains(waits.ExperimentId))
        {
            withWork.AddLast(waits.ExperimentId);
        }

        Match();
    }

    private void OnWorkGiven(WorkGiven given)
    {
        if (workers.TryGetValue(given.Worker, out var worker))
        {
            worker.Offered = false;
            worker.Wanted = given.Count > 0 ? 0 : worker.Wanted;
        }

        if (given.Count == 0)
        {
            withWork.Remove(given.ExperimentId);
        }

        Match();
    }

    private void OnTerminated(Terminated terminated)
    {
        foreach (var (id, _) in workers.Where(pair => pair.Value.Actor.Equals(terminated.ActorRef)).ToList())
        {
            log.Warning("Worker {Worker} is gone", id);
            workers.Remove(id);
            foreach (var experiment in experiments.Values)
            {
                experiment.Tell(new WorkerGone(id));
            }
        }

        foreach (var (id, _) in experiments.Where(pair => pair.Value.Equals(terminated.ActorRef)).ToList())
        {
            experiments.Remove(id);
            withWork.Remove(id);
            foreach (var worker in workers.Values)
            {
                // An offer that died with the experiment must not keep the worker from another one's.
                worker.Offered = false;
            }
        }

        Match();
    }

    /// <summary>Offers each hungry worker the work of the experiment that has waited longest for its turn.</summary>
    private void Match()
    {
        var allSlots = workers.Values.Sum(worker => worker.Slots);
        foreach (var (id, worker) in workers)
        {
            if (withWork.First is not { } next)
            {
                return;
            }

            if (worker is { Wanted: > 0, Offered: false })
            {
                withWork.RemoveFirst();
                withWork.AddLast(next);
                worker.Offered = true;
                experiments[next.Value].Tell(new GiveWork(id, worker.Actor, worker.Wanted, allSlots));
            }
        }
    }

    private sealed class WorkerEntry(IActorRef actor, int slots)
    {
        public IActorRef Actor { get; } = actor;

        public int Slots { get; } = slots;

        public int Wanted { get; set; }

        public bool Offered { get; set; }
    }
}

/// <summary>Adds the coordinator to a node.</summary>
public static class CoordinatorHosting
{
    /// <summary>Hosts the coordinator as the cluster's singleton and registers the way to it.</summary>
    public static AkkaConfigurationBuilder WithCoordinator(
        this AkkaConfigurationBuilder builder, CoordinatorSettings settings, TimeProvider time) =>
        builder.WithSingleton<CoordinatorSingleton>(
            CoordinatorSingleton.Name, CoordinatorActor.Props(settings, time), CoordinatorSingleton.Options);
}
