using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>What the coordinator knows of an experiment's stream in the journal.</summary>
internal abstract record StreamState
{
    /// <summary>The stream has not been read.</summary>
    public sealed record Unread : StreamState;

    /// <summary>The stream has no events: the experiment was deleted or never submitted.</summary>
    public sealed record Empty : StreamState;

    /// <summary>The stream holds an experiment.</summary>
    /// <param name="Summary">Its last summary.</param>
    public sealed record Submitted(ExperimentSummary Summary) : StreamState;
}
