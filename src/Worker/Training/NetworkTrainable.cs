using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Training;

/// <summary>The trainable <c>network</c>: fully connected networks with a choice of optimisers.</summary>
/// <param name="optimizers">The optimisers.</param>
/// <param name="metrics">The metrics.</param>
public sealed class NetworkTrainable(ImmutableArray<OptimizerRule> optimizers, ImmutableArray<NetworkMetric> metrics) : ITrainable
{
    /// <summary>Its name in files.</summary>
    public const string Name = "network";

    /// <summary>The instance with all optimisers and metrics of this program.</summary>
    public static NetworkTrainable Standard { get; } = new(OptimizerRules.All, NetworkMetrics.All);

    /// <inheritdoc/>
    public Trainable Declaration { get; } = new(Name, NetworkParameters.Declare(optimizers), [.. metrics.Select(metric => metric.Declaration)])
    {
        Objective = "final_cost",
        Compared = NetworkParameters.Optimizer,
        Tuned = NetworkParameters.LearningRate,
    };

    /// <summary>The typed view of a run.</summary>
    /// <exception cref="FormatException">A value is missing, or its kind is not the declared one.</exception>
    public NetworkRun Read(RunSpecification run) => NetworkParameters.Read(run, optimizers);

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var byNumber = runs.ToDictionary(run => run.Number);
        return [.. Trainer.Group([.. runs.Select(Read)], data).Select(group => (IReadOnlyList<RunSpecification>)[.. group.Select(run => byNumber[run.Number])])];
    }

    /// <inheritdoc/>
    public ITraining Start(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(runs);
        NetworkRun[] typed = [.. runs.Select(Read)];
        return new NetworkTraining(checkpoint is null ? Trainer.Start(typed, data, time) : Trainer.Restore(typed, data, checkpoint, time), metrics);
    }

    /// <summary>The size of the weights with up to two moments each, in double precision.</summary>
    /// <inheritdoc/>
    public long CheckpointBytes(RunSpecification run) => Read(run).Network.ParameterCount * 3L * sizeof(double);

    /// <summary>A session that returns its results as the declared metrics.</summary>
    private sealed class NetworkTraining(TrainingSession session, ImmutableArray<NetworkMetric> metrics) : ITraining
    {
        public int Epoch => session.Epoch;

        public bool Ended => session.Ended;

        public void Advance(int epochs) => session.Advance(epochs);

        public ReadOnlySpan<double> Costs(int runIndex) => session.Costs(runIndex);

        public RunResult? Result(int runIndex) => session.Result(runIndex) is { } result
            ? new RunResult
            {
                EpochsTrained = result.EpochsTrained,
                DivergedAtEpoch = result.DivergedAtEpoch,
                Metrics = new MetricValues(metrics.Select(metric => metric.Value(result))),
                TrainingSeconds = result.TrainingSeconds,
                FinalParameters = result.FinalParameters,
            }
            : null;

        public byte[] Checkpoint(int runIndex) => session.Checkpoint(runIndex);
    }
}
