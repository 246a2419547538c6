using NNOptim.Experiments;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// How much work a worker holds ready: a job a slot, and of short jobs as many as keep its slots busy until an assignment that
/// is slow to be committed has come. Not thread-safe.
/// </summary>
/// <param name="slots">The worker's slots, 1 or more.</param>
internal sealed class Lookahead(int slots)
{
    /// <summary>The training time to hold for each slot, in seconds: some commits of the coordinator's journal.</summary>
    private const double SecondsASlot = 0.25;

    /// <summary>What is held is lost to others while they wait.</summary>
    private const int MostJobs = 128;

    private readonly TrainingPace pace = new();

    /// <summary>The number of jobs to hold.</summary>
    public int Jobs => pace.Seconds > 0
        ? (int)Math.Clamp(slots * SecondsASlot / pace.Seconds, slots, Math.Max(slots, MostJobs))
        : slots;

    /// <summary>Takes in how long a job took.</summary>
    public void Add(TimeSpan duration) => pace.Add(duration.TotalSeconds);

    /// <summary>For how many slots to ask for work with so many jobs at hand; 0 for none.</summary>
    public int SlotsToAskFor(int ready) => ready < Jobs ? Math.Max(1, slots * (Jobs - ready) / Jobs) : 0;
}
