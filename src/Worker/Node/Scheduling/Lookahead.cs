using NNOptim.Experiments;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// Decides how much work a worker holds ready: one job for each slot. Of short jobs it holds enough to keep the slots busy until a slow
/// assignment arrives. Not thread-safe.
/// </summary>
/// <param name="slots">The worker's slots, 1 or more.</param>
internal sealed class Lookahead(int slots)
{
    /// <summary>The training time to hold for each slot, in seconds: a few commits of the coordinator's journal.</summary>
    private const double SecondsPerSlot = 0.25;

    /// <summary>The largest number of jobs to hold for each slot. Other workers cannot train what this one holds.</summary>
    private const int MaxJobs = 128;

    private readonly TrainingPace pace = new();

    /// <summary>The number of jobs to hold.</summary>
    public int Jobs => pace.Seconds > 0
        ? (int)Math.Clamp(slots * SecondsPerSlot / pace.Seconds, slots, Math.Max(slots, MaxJobs))
        : slots;

    /// <summary>Records how long a job took.</summary>
    public void Add(TimeSpan duration) => pace.Add(duration.TotalSeconds);

    /// <summary>The slots to request work for, given the number of jobs at hand; 0 for none.</summary>
    public int SlotsToRequest(int ready) => ready < Jobs ? Math.Max(1, slots * (Jobs - ready) / Jobs) : 0;
}
