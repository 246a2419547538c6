using System.Diagnostics;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>The trainable of the product whose trainings sleep before they train: long trainings that need no processor.</summary>
/// <param name="duration">How long they sleep.</param>
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
        // Short enough that a stop between two advances is heeded at once.
        private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(20);

        private readonly long started = Stopwatch.GetTimestamp();

        public int Epoch => training.Epoch;

        public bool Ended => training.Ended;

        public void Advance(int epochs)
        {
            var left = duration - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
            {
                // To the nearest millisecond, which is what a thread can sleep: cut off, the sleep would be too short.
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
