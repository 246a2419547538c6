using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>The coordinator's instruments. Those that are read from time to time show what was last told.</summary>
internal static class CoordinatorMetrics
{
    private const string Completed = "completed", Diverged = "diverged", Failed = "failed", Requeued = "requeued";

    private static readonly ImmutableArray<double> Bounds = [.. Enumerable.Range(0, 16).Select(power => 0.0005 * Math.Pow(2, power))];

    private static readonly Histogram<double> Persisting = Telemetry.Meter.CreateHistogram<double>(
        "nnoptim.persist.duration", "s", "From handing events to the journal to its confirmation.", tags: null, new() { HistogramBucketBoundaries = Bounds });

    private static readonly ConcurrentDictionary<ExperimentId, ExperimentProgress> Progress = [];
    private static readonly ConcurrentDictionary<string, long> Runs = new([new(Completed, 0), new(Diverged, 0), new(Failed, 0), new(Requeued, 0)]);
    private static ImmutableArray<WorkerSummary> workers = [];
    private static long leaseExpiries;
    private static long restarts;

    static CoordinatorMetrics()
    {
        // Counters that are read, so that each is there from the start: of one that appears at 1, the first rise is not seen.
        Telemetry.Meter.CreateObservableCounter(
            "nnoptim.runs",
            () => Runs.Select(state => new Measurement<long>(state.Value, new KeyValuePair<string, object?>("state", state.Key))),
            "{run}",
            "Runs by what became of them: completed, diverged, failed, or requeued.");
        Telemetry.Meter.CreateObservableCounter("nnoptim.lease.expiries", () => Interlocked.Read(ref leaseExpiries), "{lease}", "Leases of runs that lapsed.");
        Telemetry.Meter.CreateObservableCounter(
            "nnoptim.experiment.restarts", () => Interlocked.Read(ref restarts), "{restart}", "Experiments' actors started again after the journal failed them.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.queue.length", () => Sum(progress => progress.Total - progress.Ended - progress.Running), "{run}", "Runs that wait for a worker.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.runs.running", () => Sum(progress => progress.Running), "{run}", "Runs with workers.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.workers", () => workers.Length, "{worker}", "Registered workers.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.worker.slots", () => PerWorker(worker => worker.Slots), "{slot}", "Trainings at a time of each worker.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.worker.runs", () => PerWorker(worker => worker.Held), "{run}", "Runs that each worker holds.");
    }

    /// <summary>Events are in the journal.</summary>
    public static void Persisted(ImmutableArray<IExperimentEvent> events, TimeSpan duration)
    {
        if (!Persisting.Enabled)
        {
            return;
        }

        Persisting.Record(duration.TotalSeconds);
        foreach (var @event in events)
        {
            switch (@event)
            {
                case RunCompleted completed:
                    Count(1, completed.Result.DivergedAtEpoch is null ? Completed : Diverged);
                    break;
                case RunFailed { Final: true }:
                    Count(1, Failed);
                    break;
                case RunsRequeued requeued:
                    Count(requeued.Attempts.Length, Requeued);
                    break;
            }
        }
    }

    /// <summary>Leases lapsed.</summary>
    public static void Lapsed(int leases) => Interlocked.Add(ref leaseExpiries, leases);

    /// <summary>An experiment's actor is to be started again.</summary>
    public static void Restarted() => Interlocked.Increment(ref restarts);

    /// <summary>How an experiment stands.</summary>
    public static void Show(ExperimentProgress progress) => Progress[progress.ExperimentId] = progress;

    /// <summary>An experiment has no actor here any more.</summary>
    public static void Forget(ExperimentId id) => Progress.TryRemove(id, out _);

    /// <summary>The workers as they are.</summary>
    public static void Show(IEnumerable<WorkerSummary> present) => ImmutableInterlocked.InterlockedExchange(ref workers, [.. present]);

    private static void Count(int runs, string state) => Runs.AddOrUpdate(state, runs, (_, before) => before + runs);

    private static long Sum(Func<ExperimentProgress, int> figure) =>
        Progress.Values.Where(progress => progress.Phase is ExperimentPhase.Active or ExperimentPhase.Paused).Sum(progress => (long)figure(progress));

    private static IEnumerable<Measurement<int>> PerWorker(Func<WorkerSummary, int> figure) =>
        workers.Select(worker => new Measurement<int>(figure(worker), new KeyValuePair<string, object?>("worker", worker.WorkerId.Value)));
}
