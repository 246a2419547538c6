using System.Diagnostics;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>The spans of an experiment's trace: its recovery, and each write to the journal.</summary>
/// <param name="id">The experiment.</param>
internal sealed class ExperimentTrace(ExperimentId id)
{
    private Activity? recovery;
    private Activity? writing;
    private ulong root;

    /// <summary>The recovery begins.</summary>
    public void BeginRecovery() => recovery = Telemetry.Start("recover", id, ActivityKind.Internal);

    /// <summary>
    /// The recovery of an unfinished experiment has ended. Later spans follow from it, because the span of the submission ended with an
    /// earlier actor.
    /// </summary>
    /// <param name="events">The number of events in the stream.</param>
    public void EndRecovery(long events)
    {
        recovery?.SetTag("nnoptim.events", events).Dispose();
        root = Telemetry.IdOf(recovery);
    }

    /// <summary>Begins the span of a command; null when it writes nothing.</summary>
    public Activity? Begin(ExperimentStep step, IExperimentCommand command)
    {
        var submission = command as SubmitExperiment;
        var span = Begin(step, submission is null ? "steer" : "submit", ActivityKind.Internal, root)
            ?.SetTag("nnoptim.command", command.GetType().Name)
            .SetTag("nnoptim.experiment.name", submission?.Specification.Name);
        root = root == 0 ? Telemetry.IdOf(span) : root;
        return span;
    }

    /// <summary>Begins the span of a worker's update; null when it writes nothing.</summary>
    public Activity? Begin(ExperimentStep step, UpdateRuns update) =>
        Begin(step, "persist", ActivityKind.Internal, update.Runs.Select(run => run.Span))
            ?.SetTag("nnoptim.worker", update.WorkerId.Value)
            .SetTag("nnoptim.runs", update.Runs.Length);

    /// <summary>Begins the span of an assignment; null when it writes nothing.</summary>
    public Activity? Begin(ExperimentStep step, AssignWork assign) =>
        Begin(step, "assign", ActivityKind.Producer, root)
            ?.SetTag("nnoptim.worker", assign.Worker.Value)
            .SetTag("nnoptim.runs", (step.ToWorker as AssignRuns)?.Runs.Length ?? 0);

    /// <summary>The journal stores the events of a span now.</summary>
    public void Write(Activity? span) => writing = span;

    /// <summary>The journal could not store the events.</summary>
    public void Fail(Exception cause) => writing?.SetStatus(ActivityStatusCode.Error, cause.Message).Dispose();

    private Activity? Begin(ExperimentStep step, string name, ActivityKind kind, params IEnumerable<ulong> after) =>
        step.Events.IsEmpty ? null : Telemetry.Start(name, id, kind, after)?.SetTag("nnoptim.events", step.Events.Length);
}
