using System.Collections.Immutable;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>The outcome of a message: the events to persist, and the answers to send after that.</summary>
/// <param name="Events">The events to persist, in order; may be empty.</param>
/// <param name="Reply">The answer to the sender of the message; null for none.</param>
/// <param name="ToWorker">The message to the worker concerned; null for none.</param>
public sealed record ExperimentStep(
    ImmutableArray<IExperimentEvent> Events, object? Reply = null, IProtocolMessage? ToWorker = null)
{
    /// <summary>An empty step.</summary>
    public static ExperimentStep Nothing { get; } = new([]);
}
