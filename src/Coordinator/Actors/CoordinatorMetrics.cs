using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>The coordinator's instruments. Those that are read from time to time show what was last told.</summary>
internal static class CoordinatorMetrics
{
    private static readonly Counter<long> Runs = Telemetry.Meter.CreateCounter<long>(
        "nnoptim.runs", "{run}", "Runs by what became of them: completed, diverged, failed, or requeued.");

    private static readonly Counter<long> LeaseExpiries = Telemetry.Meter.CreateCounter<long>(
        "nnoptim.lease.expiries", "{lease}", "Leases of runs that lapsed.");

    private static readonly Counter<long> Restarts = Telemetry.Meter.CreateCounter<long>(
        "nnoptim.experiment.restarts", "{restart}", "Experiments' actors started again after the journal failed them.");

    private static readonly Histogram<double> Persisting = Telemetry.Meter.CreateHistogram<double>(
        "nnoptim.persist.duration", "s", "From handing events to the journal to its confirmation.");

    private static readonly ConcurrentDictionary<ExperimentId, ExperimentProgress> Progress = [];
    private static ImmutableArray<WorkerSummary> workers = [];

    static CoordinatorMetrics()
    {
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
                    Count(1, completed.Result.DivergedAtEpoch is null ? "completed" : "diverged");
                    break;
                case RunFailed { Final: true }:
                    Count(1, "failed");
                    break;
                case RunsRequeued requeued:
                    Count(requeued.Attempts.Length, "requeued");
                    break;
            }
        }
    }

    /// <summary>Leases lapsed.</summary>
    public static void Lapsed(int leases) => LeaseExpiries.Add(leases);

    /// <summary>An experiment's actor is to be started again.</summary>
    public static void Restarted() => Restarts.Add(1);

    /// <summary>How an experiment stands.</summary>
    public static void Show(ExperimentProgress progress) => Progress[progress.ExperimentId] = progress;

    /// <summary>An experiment has no actor here any more.</summary>
    public static void Forget(ExperimentId id) => Progress.TryRemove(id, out _);

    /// <summary>The workers as they are.</summary>
    public static void Show(IEnumerable<WorkerSummary> present) => ImmutableInterlocked.InterlockedExchange(ref workers, [.. present]);

    private static void Count(int runs, string state) => Runs.Add(runs, new KeyValuePair<string, object?>("state", state));

    private static long Sum(Func<ExperimentProgress, int> figure) =>
        Progress.Values.Where(progress => progress.Phase is ExperimentPhase.Active or ExperimentPhase.Paused).Sum(progress => (long)figure(progress));

    private static IEnumerable<Measurement<int>> PerWorker(Func<WorkerSummary, int> figure) =>
        workers.Select(worker => new Measurement<int>(figure(worker), new KeyValuePair<string, object?>("worker", worker.WorkerId.Value)));
}
