using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Persistence;

/// <summary>Checks whether a stored snapshot belongs to its stream. Truncated bytes may still be a valid message.</summary>
public static class SnapshotCheck
{
    /// <summary>Why something read under a stream's name is not its snapshot, as a clause; null when it is.</summary>
    public static string? Problem(string stream, long number, object snapshot) => snapshot switch
    {
        ExperimentSnapshot of when stream != ExperimentStream.NameOf(of.ExperimentId) => $"it belongs to experiment {of.ExperimentId}",
        ExperimentSnapshot of when of.Runs.Length != RunsOf(of) => $"it has {of.Runs.Length} runs",
        ExperimentSnapshot of when of.LastEvent != number => $"it holds the events up to {of.LastEvent}",
        ExperimentSnapshot => null,
        RunCheckpoint of when stream != CheckpointStream.NameOf(of.ExperimentId, of.Attempt.Run) => $"it belongs to run {of.Attempt.Run} of experiment {of.ExperimentId}",
        RunCheckpoint => null,
        _ => $"it is a {snapshot.GetType().Name}",
    };

    /// <summary>The number of runs that an experiment has by its specification and by what has been proposed.</summary>
    private static long RunsOf(ExperimentSnapshot snapshot) =>
        (snapshot.Specification.Search.IsGrid ? ExperimentGrid.Count(snapshot.Specification) : 0) + snapshot.Proposals.Length;
}
