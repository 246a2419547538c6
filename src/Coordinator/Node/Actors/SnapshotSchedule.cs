namespace NNOptim.Coordinator.Actors;

/// <summary>Decides when an experiment stores a snapshot, so that a recovery replays a limited number of events.</summary>
/// <param name="events">The least number of events between two snapshots.</param>
internal sealed class SnapshotSchedule(int events)
{
    private long lastAt;

    /// <summary>A snapshot includes the events up to a sequence number.</summary>
    public void Stored(long sequenceNr) => lastAt = sequenceNr;

    /// <summary>
    /// Whether a snapshot is due. Each one holds all runs. An experiment with many runs stores fewer, so that they do not become most of
    /// its work.
    /// </summary>
    public bool IsDue(long sequenceNr, int runs) => sequenceNr - lastAt >= Math.Max(events, runs / 4);
}
