namespace NNOptim.Coordinator.Scheduling;

/// <summary>How long an experiment's runs take, as a moving average: what chunks are sized by. Not thread-safe.</summary>
internal sealed class TrainingPace
{
    private const double Weight = 0.1;

    /// <summary>The expected training time of a run in seconds; 0 before the first.</summary>
    public double SecondsARun { get; private set; }

    /// <summary>Takes in a finished run's training time in seconds, 0 or more.</summary>
    public void Add(double seconds) =>
        SecondsARun = SecondsARun == 0 ? Math.Max(seconds, 1e-6) : SecondsARun + Weight * (seconds - SecondsARun);
}
