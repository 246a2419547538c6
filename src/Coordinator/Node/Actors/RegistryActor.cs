using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// Records the experiments that a permanent coordinator manages, in its own stream. The coordinator resumes these after a restart or a
/// failover. The actor stops when the journal fails, and its parent restarts it.
/// </summary>
internal sealed class RegistryActor : ReceivePersistentActor
{
    /// <summary>The name of the stream.</summary>
    public const string StreamName = "registry";

    private readonly TimeProvider time;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly HashSet<ExperimentId> experiments = [];

    public RegistryActor(TimeProvider time)
    {
        this.time = time;
        Recover<ExperimentAdopted>(adopted => experiments.Add(adopted.ExperimentId));
        Recover<ExperimentReleased>(released => experiments.Remove(released.ExperimentId));
        Command<Adopt>(OnAdopt);
        Command<Release>(OnRelease);
    }

    /// <inheritdoc/>
    public override string PersistenceId => StreamName;

    /// <summary>The props of the registry.</summary>
    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new RegistryActor(time));

    /// <inheritdoc/>
    protected override void OnReplaySuccess()
    {
        log.Info("The registry has {Count} experiments to resume", experiments.Count);
        Context.Parent.Tell(new Adopted([.. experiments]));
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        log.Error(reason, "The registry of experiments could not be read: event {SequenceNr} of the stream {Stream}", LastSequenceNr + 1, PersistenceId);
        base.OnRecoveryFailure(reason, message);
    }

    private void OnAdopt(Adopt adopt)
    {
        var id = adopt.ExperimentId;
        if (!experiments.Add(id))
        {
            Sender.Tell(new Adopted([id]));
            return;
        }

        var coordinator = Sender;
        Persist(new ExperimentAdopted(id, time.GetUtcNow()), _ => coordinator.Tell(new Adopted([id])));
    }

    private void OnRelease(Release release)
    {
        if (experiments.Remove(release.ExperimentId))
        {
            Persist(new ExperimentReleased(release.ExperimentId, time.GetUtcNow()), _ => { });
        }
    }

    /// <summary>Coordinator to registry: record that the coordinator manages an experiment; answered by <see cref="Adopted"/>.</summary>
    internal sealed record Adopt(ExperimentId ExperimentId);

    /// <summary>Coordinator to registry: the coordinator no longer manages the experiment.</summary>
    internal sealed record Release(ExperimentId ExperimentId);

    /// <summary>Registry to coordinator: the journal records that the coordinator manages these experiments.</summary>
    internal sealed record Adopted(ImmutableArray<ExperimentId> ExperimentIds);
}
