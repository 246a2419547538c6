using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Training;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>
/// Trains one job on the training dispatcher, a slice of epochs for each message, so that it can stop between slices. Sends its parent the
/// costs and checkpoints at intervals, and the result at the end. An error ends the attempts of the runs that have not ended.
/// </summary>
internal sealed class TrainingActor : ReceiveActor
{
    /// <summary>A longer reason is shortened: many reasons must fit into one message.</summary>
    private const int LongestReason = 2000;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private readonly TrainingJob job;
    private readonly WorkerSettings settings;
    private readonly DatasetCache datasets;
    private readonly TimeProvider time;
    private readonly int[] costsSent;
    private readonly bool[] ended;
    private ITrainable? trainable;
    private int[] places = [];
    private ITraining? training;
    private Activity? span;
    private int epochsPerSlice = 1;
    private long lastUpdate;
    private long lastCheckpoint;
    private bool isDone;

    public TrainingActor(TrainingJob job, DatasetCache datasets, WorkerSettings settings, TimeProvider time)
    {
        this.job = job;
        this.settings = settings;
        this.datasets = datasets;
        this.time = time;
        costsSent = new int[job.Runs.Length];
        ended = new bool[job.Runs.Length];
        lastUpdate = lastCheckpoint = time.GetTimestamp();
        Receive<Start>(_ => Guarded(() => training = StartTraining()));
        Receive<Advance>(_ => Guarded(() => TrainSlice(training!)));
        Receive<Finish>(_ => Guarded(Finish));
    }

    /// <summary>The props of a job's actor.</summary>
    public static Props Props(TrainingJob job, DatasetCache datasets, WorkerSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new TrainingActor(job, datasets, settings, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        span = Telemetry.Start("train", job.ExperimentId, ActivityKind.Consumer, job.Runs.Select(run => run.Span))
            ?.SetTag("nnoptim.worker", settings.Id.Value)
            .SetTag("nnoptim.runs", job.Runs.Length)
            .SetTag("nnoptim.run.numbers", job.Runs.Select(run => run.Run.Number).ToArray());
        Self.Tell(Start.Instance);
    }

    /// <inheritdoc/>
    protected override void PostStop() => span?.Dispose();

    private ITraining StartTraining()
    {
        var data = datasets.Get(job.Dataset);
        var runs = job.Runs.Select(run => run.Run).ToList();
        trainable = settings.Trainables.Find(runs);
        places = [.. job.Metrics.Select(trainable.Declaration.PlaceOf)];
        if (!job.Checkpoint.IsEmpty)
        {
            try
            {
                var restored = trainable.Start(runs, data, ImmutableCollectionsMarshal.AsArray(job.Checkpoint), time);
                Context.GetLogger().Info("Run {Run} of experiment {Experiment} continues from epoch {Epoch}", runs[0].Number, job.ExperimentId, restored.Epoch);
                return restored;
            }
            catch (InvalidDataException error)
            {
                Context.GetLogger().Warning(error, "Run {Run} of experiment {Experiment} starts again: its checkpoint cannot be used", runs[0].Number, job.ExperimentId);
            }
        }

        return trainable.Start(runs, data, null, time);
    }

    private void TrainSlice(ITraining session)
    {
        var started = time.GetTimestamp();
        session.Advance(epochsPerSlice);
        epochsPerSlice = NextSlice(epochsPerSlice, time.GetElapsedTime(started));
        if (session.Ended || time.GetElapsedTime(lastUpdate) >= settings.CostInterval)
        {
            SendUpdate(session);
        }

        if (!session.Ended && time.GetElapsedTime(lastCheckpoint) >= settings.CheckpointInterval)
        {
            TellCheckpoints(session);
        }
    }

    private void Finish()
    {
        if (training is { } session)
        {
            SendUpdate(session);
            TellCheckpoints(session);
        }

        isDone = true;
    }

    private void Guarded(Action step)
    {
        if (isDone)
        {
            return;
        }

        try
        {
            step();
        }
        catch (Exception error) when (error is not ThreadAbortException)
        {
            Context.GetLogger().Error(error, "A training of experiment {Experiment} failed", job.ExperimentId);
            TellFailure(OneLine(error));
            span?.SetStatus(ActivityStatusCode.Error, OneLine(error));
            isDone = true;
        }

        if (isDone || training is { Ended: true })
        {
            isDone = true;
            Context.Parent.Tell(new TrainingEnded(job));
        }
        else
        {
            Self.Tell(Advance.Instance);
        }
    }

    private void SendUpdate(ITraining session)
    {
        lastUpdate = time.GetTimestamp();
        var updates = ImmutableArray.CreateBuilder<RunUpdate>();
        for (var index = 0; index < job.Runs.Length; index++)
        {
            if (!ended[index])
            {
                AddUpdate(session, index, updates);
            }
        }

        // Without new costs the update says only that the training continues.
        Context.Parent.Tell(new TrainingUpdate(job, updates.ToImmutable()));
    }

    private void AddUpdate(ITraining session, int index, ImmutableArray<RunUpdate>.Builder updates)
    {
        var attempt = job.Runs[index].RunAttempt;
        var costs = session.Costs(index);
        var result = session.Result(index) is { } own ? own with { Metrics = new MetricValues(places.Select(place => own.Metrics[place])) } : null;
        while (costs.Length - costsSent[index] > CostsRecorded.MaxCosts)
        {
            updates.Add(new RunUpdate(attempt, costsSent[index], [.. costs.Slice(costsSent[index], CostsRecorded.MaxCosts)], Span: SpanOf(index)));
            costsSent[index] += CostsRecorded.MaxCosts;
        }

        if (costs.Length > costsSent[index] || result is not null)
        {
            updates.Add(new RunUpdate(attempt, costsSent[index], [.. costs[costsSent[index]..]], result, Span: SpanOf(index)));
            costsSent[index] = costs.Length;
            ended[index] = result is not null;
        }
    }

    /// <summary>
    /// The span that an update on a run belongs to: the training's, or its assignment's when only the coordinator is traced.
    /// </summary>
    private ulong SpanOf(int index) => span is null ? job.Runs[index].Span : Telemetry.IdOf(span);

    private void TellCheckpoints(ITraining session)
    {
        for (var index = 0; index < job.Runs.Length && session.Epoch > 0; index++)
        {
            if (session.Result(index) is null && CanBeSaved(job.Runs[index].Run))
            {
                Context.Parent.Tell(new TrainingCheckpoint(
                    job, job.Runs[index].RunAttempt, session.Epoch, ImmutableCollectionsMarshal.AsImmutableArray(session.Checkpoint(index))));
            }
        }

        lastCheckpoint = time.GetTimestamp();
    }

    /// <summary>Whether a run's state fits into a checkpoint.</summary>
    private bool CanBeSaved(RunSpecification run) =>
        trainable!.CheckpointBytes(run) < (long)RunCheckpoint.MaxParts * BinaryPart.MaxBytes;

    private void TellFailure(string reason)
    {
        ImmutableArray<RunUpdate> failures =
        [
            .. job.Runs.Select((run, index) => (run, index)).Where(pair => !ended[pair.index])
                .Select(pair => new RunUpdate(pair.run.RunAttempt, costsSent[pair.index], [], Failure: reason, Span: SpanOf(pair.index))),
        ];
        Context.Parent.Tell(new TrainingUpdate(job, failures));
    }

    private static int NextSlice(int epochs, TimeSpan elapsed)
    {
        var scale = Slice.TotalMilliseconds / Math.Max(elapsed.TotalMilliseconds, 0.01);
        return (int)Math.Clamp(epochs * Math.Min(scale, 8), 1, 1_000_000);
    }

    private static string OneLine(Exception error)
    {
        var reason = $"{error.GetType().Name}: {error.Message}".ReplaceLineEndings(" ");
        return reason.Length <= LongestReason ? reason : reason[..LongestReason] + " ...";
    }

    private sealed record Start
    {
        public static Start Instance { get; } = new();
    }

    private sealed record Advance
    {
        public static Advance Instance { get; } = new();
    }
}
