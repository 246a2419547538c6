using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>The coordinator's instruments. Observable instruments report the last recorded values.</summary>
internal static class CoordinatorMetrics
{
    private const string Completed = "completed", Diverged = "diverged", Failed = "failed", Requeued = "requeued";

    private static readonly ImmutableArray<double> Bounds = [.. Enumerable.Range(0, 16).Select(power => 0.0005 * Math.Pow(2, power))];

    private static readonly Histogram<double> Persisting = Telemetry.Meter.CreateHistogram<double>(
        "nnoptim.persist.duration", "s", "Time from sending events to the journal to its confirmation.", tags: null, new() { HistogramBucketBoundaries = Bounds });

    private static readonly ConcurrentDictionary<ExperimentId, ExperimentProgress> Progress = [];
    private static readonly ConcurrentDictionary<string, long> Runs = new([new(Completed, 0), new(Diverged, 0), new(Failed, 0), new(Requeued, 0)]);
    private static ImmutableArray<WorkerSummary> workers = [];
    private static long leaseExpiries;
    private static long restarts;

    static CoordinatorMetrics()
    {
        // Observable counters exist at 0 from the start. A counter that first appears at 1 would hide its first increase.
        Telemetry.Meter.CreateObservableCounter(
            "nnoptim.runs",
            () => Runs.Select(state => new Measurement<long>(state.Value, new KeyValuePair<string, object?>("state", state.Key))),
            "{run}",
            "Runs by outcome: completed, diverged, failed, or requeued.");
        Telemetry.Meter.CreateObservableCounter("nnoptim.lease.expiries", () => Interlocked.Read(ref leaseExpiries), "{lease}", "Expired leases of runs.");
        Telemetry.Meter.CreateObservableCounter(
            "nnoptim.experiment.restarts", () => Interlocked.Read(ref restarts), "{restart}", "Restarts of experiments' actors after a failure of the journal.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.queue.length", () => Sum(progress => progress.Total - progress.Ended - progress.Running), "{run}", "Runs waiting for a worker.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.runs.running", () => Sum(progress => progress.Running), "{run}", "Runs that workers hold.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.workers", () => workers.Length, "{worker}", "Registered workers.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.worker.slots", () => PerWorker(worker => worker.Slots), "{slot}", "Slots of each worker for concurrent trainings.");
        Telemetry.Meter.CreateObservableGauge("nnoptim.worker.runs", () => PerWorker(worker => worker.Held), "{run}", "Runs that each worker holds.");
    }

    /// <summary>Records that events are in the journal.</summary>
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

    /// <summary>Counts expired leases.</summary>
    public static void Lapsed(int leases) => Interlocked.Add(ref leaseExpiries, leases);

    /// <summary>Counts a restart of an experiment's actor.</summary>
    public static void Restarted() => Interlocked.Increment(ref restarts);

    /// <summary>Records the progress of an experiment.</summary>
    public static void Show(ExperimentProgress progress) => Progress[progress.ExperimentId] = progress;

    /// <summary>Removes an experiment that no longer has an actor here.</summary>
    public static void Forget(ExperimentId id) => Progress.TryRemove(id, out _);

    /// <summary>Records the registered workers.</summary>
    public static void Show(IEnumerable<WorkerSummary> present) => ImmutableInterlocked.InterlockedExchange(ref workers, [.. present]);

    private static void Count(int runs, string state) => Runs.AddOrUpdate(state, runs, (_, before) => before + runs);

    private static long Sum(Func<ExperimentProgress, int> figure) =>
        Progress.Values.Where(progress => progress.Phase is ExperimentPhase.Active or ExperimentPhase.Paused).Sum(progress => (long)figure(progress));

    private static IEnumerable<Measurement<int>> PerWorker(Func<WorkerSummary, int> figure) =>
        workers.Select(worker => new Measurement<int>(figure(worker), new KeyValuePair<string, object?>("worker", worker.WorkerId.Value)));
}
