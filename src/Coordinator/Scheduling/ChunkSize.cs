namespace NNOptim.Scheduling;

/// <summary>Decides how many runs a worker gets at a time.</summary>
public static class ChunkSize
{
    /// <summary>
    /// The training time of a chunk for each slot, in seconds: long compared with a message, short compared with a wait at the end.
    /// </summary>
    public const double SecondsPerSlot = 0.5;

    /// <summary>
    /// The number of runs to assign: enough to keep the slots busy for about <see cref="SecondsPerSlot"/>, but at most half of the slots'
    /// share of the waiting runs, so that all slots end together (guided self-scheduling, Polychronopoulos and Kuck, 1987).
    /// </summary>
    /// <param name="pending">Runs that wait, 0 or more.</param>
    /// <param name="slots">Slots of the worker to fill, 1 or more.</param>
    /// <param name="allSlots">Slots of all workers, at least <paramref name="slots"/>.</param>
    /// <param name="secondsPerRun">The expected training time of a run; 0 when it is not known yet.</param>
    /// <param name="maxRuns">The largest chunk allowed, 1 or more.</param>
    public static int For(int pending, int slots, int allSlots, double secondsPerRun, int maxRuns)
    {
        var byTime = secondsPerRun > 0 ? (int)Math.Min(maxRuns, SecondsPerSlot / secondsPerRun) : 1;
        var byShare = pending / (2 * Math.Max(allSlots, slots));
        var perSlot = Math.Max(1, Math.Min(byTime, byShare));
        return Math.Min(Math.Min(perSlot * slots, maxRuns), pending);
    }
}
