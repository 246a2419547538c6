using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>
/// The dashboard's way to the coordinator, which lives in this process while it holds the lease. Each time it takes the lease its
/// new node is attached.
/// </summary>
internal sealed class CoordinatorGateway
{
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private volatile Node? node;

    /// <summary>The actor system of this process's node; null before there is one.</summary>
    public ActorSystem? System => node?.System;

    /// <summary>Where the coordinator is while this process is a standby, as <c>host:port</c>; empty when it is not known.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>From now on this node is asked.</summary>
    public void Attach(ActorSystem system, IActorRef coordinator) => node = new Node(system, coordinator);

    /// <summary>This process is a standby from now on.</summary>
    public void Detach(string holder) => (node, Holder) = (null, holder);

    /// <summary>Asks until there is an answer: messages get lost while the coordinator moves from one node to another.</summary>
    /// <exception cref="CoordinatorAwayException">There is none for too long.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(object question, CancellationToken cancellation, TimeSpan? patience = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (node is { } current)
        {
            try
            {
                return await current.Coordinator.Ask<TAnswer>(question, patience ?? Repeat, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is AskTimeoutException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                if (TimeProvider.System.GetElapsedTime(started) >= (patience ?? Patience))
                {
                    break;
                }
            }
        }

        throw new CoordinatorAwayException(node is null ? Holder : "");
    }

    /// <summary>The experiments that the coordinator answers for.</summary>
    public async Task<IReadOnlyDictionary<ExperimentId, ExperimentSummary>> ExperimentsAsync(CancellationToken cancellation) =>
        (await AskAsync<ExperimentList>(new ListExperiments(), cancellation).ConfigureAwait(false)).Experiments
            .ToDictionary(experiment => experiment.Progress.ExperimentId);

    /// <summary>One experiment of the journal; null when there is none.</summary>
    public async Task<ExperimentSummary?> DescribeAsync(ExperimentId id, CancellationToken cancellation) =>
        await AskAsync<object>(new DescribeExperiment(id), cancellation).ConfigureAwait(false) is ExperimentList { Experiments: [var only] } ? only : null;

    private sealed record Node(ActorSystem System, IActorRef Coordinator);
}

/// <summary>No coordinator answers.</summary>
/// <param name="holder">Where it is while this process is a standby; empty when it is not known.</param>
internal sealed class CoordinatorAwayException(string holder = "") : Exception(holder.Length > 0
    ? $"This process is a standby; the coordinator is on {holder}."
    : "No coordinator answers at the moment; it may be starting, or moving to another process.");
