using Akka.Actor;
using Akka.Event;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>The data of a training is loaded.</summary>
/// <param name="Dataset">Its specification.</param>
/// <param name="Data">The data.</param>
internal sealed record DatasetLoaded(DatasetSpecification Dataset, TrainingData Data);

/// <summary>The data of a training is not available.</summary>
/// <param name="Dataset">Its specification.</param>
/// <param name="Reason">Why, in one line.</param>
internal sealed record DatasetMissing(DatasetSpecification Dataset, string Reason);

/// <summary>
/// Gets one dataset for its parent: from the worker's folder, from the file in the specification, or in parts from the coordinator. The
/// SHA-256 must be that of the submission. Stops after its answer.
/// </summary>
internal sealed class DatasetFetchActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(2);

    private readonly DatasetSpecification dataset;
    private readonly DatasetCache cache;
    private readonly DatasetStore store;
    private readonly IActorRef coordinator;
    private readonly SteadyClock clock;
    private readonly PartDownload download = new(ResendAfter);
    private DatasetStore.Incoming? incoming;
    private string localFailure = "";

    public DatasetFetchActor(DatasetSpecification dataset, DatasetCache cache, DatasetStore store, IActorRef coordinator, SteadyClock clock)
    {
        this.dataset = dataset;
        this.cache = cache;
        this.store = store;
        this.coordinator = coordinator;
        this.clock = clock;
        Receive<DatasetLoaded>(End);
        Receive<Status.Failure>(failure => OnFailure(failure.Cause));
        Receive<DatasetPart>(OnPart);
        Receive<DatasetRefused>(refused => End(new DatasetMissing(dataset, $"{localFailure} The coordinator does not provide it either: {refused.Reason}.")));
        Receive<Kept>(_ => Load());
        Receive<ResendRequests>(_ => Ask());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of the actor.</summary>
    public static Props Props(DatasetSpecification dataset, DatasetCache cache, DatasetStore store, IActorRef coordinator, SteadyClock clock) =>
        Akka.Actor.Props.Create(() => new DatasetFetchActor(dataset, cache, store, coordinator, clock));

    /// <inheritdoc/>
    protected override void PreStart() => Load();

    /// <inheritdoc/>
    protected override void PostStop() => incoming?.Dispose();

    // Large files take long to read, so this must not block the actor.
    private void Load() => Task.Run(() => new DatasetLoaded(dataset, cache.Get(dataset))).PipeTo(Self);

    private void OnFailure(Exception error)
    {
        if (dataset.Sha256 is not { } sha256 || incoming is not null)
        {
            End(new DatasetMissing(dataset, OneLine(error)));
            return;
        }

        localFailure = OneLine(error);
        Context.GetLogger().Info("Downloading the dataset {Sha256} from the coordinator", sha256);
        Guarded(() => incoming = store.Begin(sha256));
        Timers.StartPeriodicTimer(nameof(ResendRequests), ResendRequests.Instance, ResendAfter / 2);
        Ask();
    }

    private void OnPart(DatasetPart part)
    {
        if (incoming is not { } file || part.Sha256 != dataset.Sha256 || !download.Add(part.Part))
        {
            return;
        }

        Guarded(() => file.Write(part.Part.Bytes.AsSpan(), part.Part.Offset, part.FirstFileBytes));
        if (incoming is null)
        {
            return;
        }

        if (download.IsComplete)
        {
            Timers.CancelAll();
            Task.Run(() =>
            {
                file.Keep();
                return Kept.Instance;
            }).PipeTo(Self);
        }
        else
        {
            Ask();
        }
    }

    private void Ask()
    {
        foreach (var index in download.Ask(clock.Now))
        {
            coordinator.Tell(new RequestDatasetPart(dataset.Sha256!, index));
        }
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            End(new DatasetMissing(dataset, $"{localFailure} It cannot be stored here either: {OneLine(error)}"));
        }
    }

    private void End(object answer)
    {
        // A file that was not kept must be gone before anybody learns of the end.
        incoming?.Dispose();
        incoming = null;
        Context.Parent.Tell(answer);
        Context.Stop(Self);
    }

    private static string OneLine(Exception error)
    {
        var cause = error.GetBaseException();
        return (cause is DatasetException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}").ReplaceLineEndings(" ");
    }

    private sealed record Kept
    {
        public static Kept Instance { get; } = new();
    }

    private sealed record ResendRequests
    {
        public static ResendRequests Instance { get; } = new();
    }
}
