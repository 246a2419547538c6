using System.Diagnostics;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>The product's trainable, but each training first sleeps: long trainings that need no processor.</summary>
/// <param name="duration">The duration of the sleep.</param>
internal sealed class SleepingTrainable(TimeSpan duration) : ITrainable
{
    public Trainable Declaration => NetworkTrainable.Standard.Declaration;

    public IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data) =>
        NetworkTrainable.Standard.Group(runs, data);

    public ITraining Start(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time) =>
        new SleepingTraining(NetworkTrainable.Standard.Start(runs, data, checkpoint, time), duration);

    public long CheckpointBytes(RunSpecification run) => NetworkTrainable.Standard.CheckpointBytes(run);

    private sealed class SleepingTraining(ITraining training, TimeSpan duration) : ITraining
    {
        // Short enough to react at once to a stop between two advances.
        private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(20);

        private readonly long started = Stopwatch.GetTimestamp();

        public int Epoch => training.Epoch;

        public bool Ended => training.Ended;

        public void Advance(int epochs)
        {
            var left = duration - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
            {
                // Rounded to the nearest millisecond, the resolution of a thread's sleep. Truncation would make the sleep too short.
                Thread.Sleep((int)Math.Round(Math.Min(left.TotalMilliseconds, Nap.TotalMilliseconds)));
            }

            if (left <= Nap)
            {
                training.Advance(epochs);
            }
        }

        public ReadOnlySpan<double> Costs(int runIndex) => training.Costs(runIndex);

        public RunResult? Result(int runIndex) => training.Result(runIndex);

        public byte[] Checkpoint(int runIndex) => training.Checkpoint(runIndex);
    }
}
