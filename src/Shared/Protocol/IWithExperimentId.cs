using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>A message of the wire or the journal. Only these are serialised; see <c>Serialization/messages.proto</c>.</summary>
public interface IProtocolMessage;

/// <summary>A message that concerns one experiment.</summary>
public interface IWithExperimentId : IProtocolMessage
{
    /// <summary>The experiment concerned.</summary>
    ExperimentId ExperimentId { get; }
}

/// <summary>A message that concerns one attempt at one run.</summary>
public interface IWithRunId : IWithExperimentId
{
    /// <summary>The attempt concerned.</summary>
    RunAttempt Attempt { get; }
}
