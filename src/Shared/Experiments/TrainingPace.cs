namespace NNOptim.Experiments;

/// <summary>How long trainings take, as a moving average: what work is handed out and asked for by. Not thread-safe.</summary>
public sealed class TrainingPace
{
    private const double Weight = 0.1;

    /// <summary>The expected time of a training in seconds; 0 before the first.</summary>
    public double Seconds { get; private set; }

    /// <summary>Takes in how long a training took, in seconds, 0 or more.</summary>
    public void Add(double seconds) =>
        Seconds = Seconds == 0 ? Math.Max(seconds, 1e-6) : Seconds + Weight * (seconds - Seconds);
}
