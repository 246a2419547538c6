namespace NNOptim.Experiments;

/// <summary>A moving average of training times, used to request and assign work. Not thread-safe.</summary>
public sealed class TrainingPace
{
    private const double Weight = 0.1;

    /// <summary>The expected training time in seconds; 0 before the first training.</summary>
    public double Seconds { get; private set; }

    /// <summary>Records a training time in seconds, 0 or more.</summary>
    public void Add(double seconds) =>
        Seconds = Seconds == 0 ? Math.Max(seconds, 1e-6) : Seconds + Weight * (seconds - Seconds);
}
