using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>
/// The dashboard's access to the coordinator, which runs in this process while the process holds the lease. Each new lease attaches a new
/// node.
/// </summary>
internal sealed class CoordinatorGateway
{
    private static readonly TimeSpan ResendInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private volatile Node? node;

    /// <summary>The actor system of this process's node; null while there is none.</summary>
    public ActorSystem? System => node?.System;

    /// <summary>The address of the coordinator as <c>host:port</c> while this process is a standby; empty if it is unknown.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>Sends later questions to this node.</summary>
    public void Attach(ActorSystem system, IActorRef coordinator) => node = new Node(system, coordinator);

    /// <summary>Makes this process a standby.</summary>
    public void Detach(string holder) => (node, Holder) = (null, holder);

    /// <summary>Asks until there is an answer: messages get lost while the coordinator moves to another node.</summary>
    /// <exception cref="CoordinatorUnavailableException">No answer arrived in time.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(object question, CancellationToken cancellation, TimeSpan? timeout = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (node is { } current)
        {
            try
            {
                return await current.Coordinator.Ask<TAnswer>(question, timeout ?? ResendInterval, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is AskTimeoutException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                if (TimeProvider.System.GetElapsedTime(started) >= (timeout ?? AnswerTimeout))
                {
                    break;
                }
            }
        }

        throw new CoordinatorUnavailableException(node is null ? Holder : "");
    }

    /// <summary>The experiments that the coordinator manages.</summary>
    public async Task<IReadOnlyDictionary<ExperimentId, ExperimentSummary>> ExperimentsAsync(CancellationToken cancellation) =>
        (await AskAsync<ExperimentList>(new ListExperiments(), cancellation).ConfigureAwait(false)).Experiments
            .ToDictionary(experiment => experiment.Progress.ExperimentId);

    /// <summary>One experiment of the journal; null if the journal does not have it.</summary>
    public async Task<ExperimentSummary?> DescribeAsync(ExperimentId id, CancellationToken cancellation) =>
        await AskAsync<object>(new DescribeExperiment(id), cancellation).ConfigureAwait(false) is ExperimentList { Experiments: [var only] } ? only : null;

    private sealed record Node(ActorSystem System, IActorRef Coordinator);
}

/// <summary>No coordinator answers.</summary>
/// <param name="holder">The address of the coordinator while this process is a standby; empty if it is unknown.</param>
internal sealed class CoordinatorUnavailableException(string holder = "") : Exception(holder.Length > 0
    ? $"This process is a standby; the coordinator is on {holder}."
    : "No coordinator answers at the moment. It may be starting or failing over to another process.");
