using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>
/// A training that first sleeps for its runs' <see cref="RunSpecification.Delay"/>, on the thread it is advanced on: a stand-in
/// for long trainings that needs no processor. The delay counts as training time.
/// </summary>
public sealed class DelayedTraining : ITraining
{
    // Short enough that a stop between two advances is heeded at once.
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(20);

    private readonly ITraining training;
    private readonly TimeProvider time;
    private readonly TimeSpan delay;
    private readonly long started;

    private DelayedTraining(ITraining training, TimeSpan delay, TimeProvider time)
    {
        this.training = training;
        this.time = time;
        this.delay = delay;
        started = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public int Epoch => training.Epoch;

    /// <inheritdoc/>
    public bool Ended => training.Ended;

    /// <summary>A training of some runs, delayed by the longest of their delays; the training itself where none has one.</summary>
    public static ITraining Of(IReadOnlyList<RunSpecification> runs, ITraining training, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var seconds = runs.Max(run => run.Delay);
        return seconds > 0 ? new DelayedTraining(training, TimeSpan.FromSeconds(seconds), time) : training;
    }

    /// <summary>Sleeps while the delay lasts, for a moment at a time; then trains.</summary>
    /// <inheritdoc/>
    public void Advance(int epochs)
    {
        var left = delay - time.GetElapsedTime(started);
        if (left <= Nap)
        {
            Sleep(left);
            training.Advance(epochs);
        }
        else
        {
            Sleep(Nap);
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Costs(int runIndex) => training.Costs(runIndex);

    /// <inheritdoc/>
    public RunResult? Result(int runIndex) => training.Result(runIndex) is { } result
        ? result with { TrainingSeconds = result.TrainingSeconds + delay.TotalSeconds }
        : null;

    /// <inheritdoc/>
    public byte[] Checkpoint(int runIndex) => training.Checkpoint(runIndex);

    /// <summary>To the nearest millisecond, which is what a thread can sleep: without that it would be cut off, and the delay too short.</summary>
    private static void Sleep(TimeSpan duration)
    {
        if (duration > TimeSpan.Zero)
        {
            Thread.Sleep((int)Math.Round(duration.TotalMilliseconds));
        }
    }
}
