using System.Collections.Immutable;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>What follows from a message: first the events go into the journal, and only then the answers leave.</summary>
/// <param name="Events">To be persisted, in order; may be empty.</param>
/// <param name="Reply">To whoever sent the message; null for none.</param>
/// <param name="ToWorker">To the worker concerned; null for none.</param>
public sealed record ExperimentStep(
    ImmutableArray<IExperimentEvent> Events, IProtocolMessage? Reply = null, IProtocolMessage? ToWorker = null)
{
    /// <summary>Nothing follows.</summary>
    public static ExperimentStep Nothing { get; } = new([]);
}
