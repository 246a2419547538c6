using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;
using NNOptim.Worker.Training;

namespace NNOptim.Worker.Actors;

/// <summary>
/// Trains one job on the training dispatcher, a slice of epochs a message, so that a stop is heeded between slices. Tells
/// its parent the costs from time to time and the result at the end; an error ends the attempt of the runs not yet ended.
/// </summary>
internal sealed class TrainingActor : ReceiveActor
{
    /// <summary>A longer reason is cut: many of them must still fit into one message.</summary>
    private const int LongestReason = 2000;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private readonly TrainingJob job;
    private readonly TimeProvider time;
    private readonly TimeSpan costInterval;
    private readonly int[] costsTold;
    private readonly bool[] ended;
    private TrainingSession? session;
    private Activity? activity;
    private int epochsASlice = 1;
    private long lastTold;

    public TrainingActor(TrainingJob job, DatasetCache datasets, TimeSpan costInterval, TimeProvider time)
    {
        this.job = job;
        this.time = time;
        this.costInterval = costInterval;
        costsTold = new int[job.Runs.Length];
        ended = new bool[job.Runs.Length];
        lastTold = time.GetTimestamp();
        Receive<Start>(_ => Guarded(() => session = Trainer.Start([.. job.Runs.Select(run => run.Run)], datasets.Get(job.Dataset), time)));
        Receive<Advance>(_ => Guarded(() => TrainSlice(session!)));
    }

    /// <summary>The recipe for the actor of a job.</summary>
    public static Props Props(TrainingJob job, DatasetCache datasets, TimeSpan costInterval, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new TrainingActor(job, datasets, costInterval, time))
            .WithDispatcher(NodeConfiguration.TrainingDispatcher);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        activity = Telemetry.Start("train", job.ExperimentId)?.SetTag("nnoptim.runs", job.Runs.Length);
        Self.Tell(Start.Instance);
    }

    /// <inheritdoc/>
    protected override void PostStop() => activity?.Dispose();

    private void TrainSlice(TrainingSession training)
    {
        var started = time.GetTimestamp();
        training.Advance(epochsASlice);
        epochsASlice = NextSlice(epochsASlice, time.GetElapsedTime(started));
        if (training.Ended || time.GetElapsedTime(lastTold) >= costInterval)
        {
            TellNews(training);
        }
    }

    private void Guarded(Action step)
    {
        try
        {
            step();
            if (session is { Ended: true })
            {
                Context.Parent.Tell(new TrainingEnded(job));
            }
            else
            {
                Self.Tell(Advance.Instance);
            }
        }
        catch (Exception error) when (error is not ThreadAbortException)
        {
            Context.GetLogger().Error(error, "A training of experiment {Experiment} failed", job.ExperimentId);
            TellFailure(OneLine(error));
        }
    }

    private void TellNews(TrainingSession training)
    {
        lastTold = time.GetTimestamp();
        var news = ImmutableArray.CreateBuilder<RunReport>();
        for (var index = 0; index < job.Runs.Length; index++)
        {
            if (!ended[index])
            {
                AddNews(training, index, news);
            }
        }

        if (news.Count > 0)
        {
            Context.Parent.Tell(new TrainingNews(job, news.ToImmutable()));
        }
    }

    private void AddNews(TrainingSession training, int index, ImmutableArray<RunReport>.Builder news)
    {
        var attempt = job.Runs[index].RunAttempt;
        var costs = training.Costs(index);
        var result = training.Result(index);
        while (costs.Length - costsTold[index] > CostsRecorded.MostCosts)
        {
            news.Add(new RunReport(attempt, costsTold[index], [.. costs.Slice(costsTold[index], CostsRecorded.MostCosts)]));
            costsTold[index] += CostsRecorded.MostCosts;
        }

        if (costs.Length > costsTold[index] || result is not null)
        {
            news.Add(new RunReport(attempt, costsTold[index], [.. costs[costsTold[index]..]], result));
            costsTold[index] = costs.Length;
            ended[index] = result is not null;
        }
    }

    private void TellFailure(string reason)
    {
        ImmutableArray<RunReport> failures =
        [
            .. job.Runs.Select((run, index) => (run, index)).Where(pair => !ended[pair.index])
                .Select(pair => new RunReport(pair.run.RunAttempt, costsTold[pair.index], [], Failure: reason)),
        ];
        Context.Parent.Tell(new TrainingNews(job, failures));
        Context.Parent.Tell(new TrainingEnded(job));
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
