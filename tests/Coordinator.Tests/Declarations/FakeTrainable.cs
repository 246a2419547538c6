using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Tests.Declarations;

/// <summary>A trainable that is not a network: after step s its cost is (x - 1)^2 + seed / (100 (s + 1)).</summary>
internal sealed class FakeTrainable : ITrainable
{
    public const string Name = "parabola";

    public Trainable Declaration { get; } = new(
        Name,
        [
            new("x", "grid.x", new NumberType(-100, true, 100), "Where the parabola is asked.") { IsAlwaysShown = true },
            new("steps", "training.steps", new IntegerType(1, 1000), "How long it trains.") { Role = ParameterRole.Budget },
            new("seed", "grid.seed", new IntegerType(0, uint.MaxValue), "The replicate.")
            {
                Default = new ParameterValue.Integer(1), Role = ParameterRole.Replicate, IsAlwaysShown = true,
            },
        ],
        [
            new("value", MetricGoal.Minimize, MetricFormat.Number, "The last cost."),
            new("halvings", MetricGoal.None, MetricFormat.Count, "How often the cost halved."),
        ])
    {
        Objective = "value",
    };

    /// <summary>The costs of a run with this number of steps.</summary>
    public static ImmutableArray<double> Costs(double x, uint seed, int steps) =>
        [.. Enumerable.Range(0, steps).Select(step => ((x - 1) * (x - 1)) + (seed / (100.0 * (step + 1))))];

    public IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data) =>
        [.. runs.Select(run => (IReadOnlyList<RunSpecification>)[run])];

    public ITraining Start(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time) =>
        new Training(runs.ShouldHaveSingleItem());

    public long CheckpointBytes(RunSpecification run) => 4;

    private sealed class Training(RunSpecification run) : ITraining
    {
        private readonly ImmutableArray<double> costs = FakeTrainable.Costs(((ParameterValue.Number)run.Values["x"]!).Value, run.Seed, run.Budget);

        public int Epoch { get; private set; }

        public bool Ended => Epoch == costs.Length;

        public void Advance(int epochs) => Epoch = Math.Min(costs.Length, Epoch + epochs);

        public ReadOnlySpan<double> Costs(int runIndex) => costs.AsSpan()[..Epoch];

        public RunResult? Result(int runIndex) => Ended
            ? new RunResult { EpochsTrained = Epoch, Metrics = new MetricValues((double?[])[costs[^1], 2]), TrainingSeconds = 0.001 }
            : null;

        public byte[] Checkpoint(int runIndex) => BitConverter.GetBytes(Epoch);
    }
}
