using Akka.Actor;

namespace NNOptim.Worker.Actors;

/// <summary>Reports the failure of a node's worker outside the actor system.</summary>
internal sealed class WorkerFailureListener : ReceiveActor
{
    public WorkerFailureListener(TaskCompletionSource<string> failed) =>
        Receive<WorkerFailed>(failure => failed.TrySetResult(failure.Reason));

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(WorkerFailed));
}
