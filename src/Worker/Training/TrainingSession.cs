using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Kernels;
using NNOptim.Training.Randomness;

namespace NNOptim.Training;

/// <summary>
/// The training of a group of runs, advanced by whole epochs on the caller's thread. All memory is allocated at the start. Not thread-safe.
/// </summary>
public sealed class TrainingSession
{
    private const uint CheckpointMagic = 0x504B434E; // "NCKP"
    private const byte CheckpointVersion = 2;

    private readonly TrainingData data;
    private readonly TimeProvider time;
    private readonly TrainedRun[] trainedRuns;
    private readonly LaneGroup[] laneGroups;
    private readonly double[] costs;

    internal TrainingSession(IReadOnlyList<NetworkRun> group, TrainingData data, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(time);
        this.data = data;
        this.time = time;
        Runs = [.. group];
        foreach (var run in group)
        {
            RunChecks.Require(run, data.Train);
        }

        trainedRuns = [.. group.Select(run => new TrainedRun(run))];
        laneGroups = [.. LaneGroups(trainedRuns, data.Train)];
        costs = new double[laneGroups.Length == 0 ? 0 : laneGroups.Max(laneGroup => laneGroup.Runs.Length)];
    }

    /// <summary>The group's runs.</summary>
    public IReadOnlyList<NetworkRun> Runs { get; }

    /// <summary>The number of epochs done. A run that ended earlier keeps its final state.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether every run of the group has ended.</summary>
    public bool Ended => Array.TrueForAll(trainedRuns, trained => trained.Result is not null);

    /// <summary>Trains up to this many further epochs. Stops earlier when all runs end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        if (Epoch == 0 && epochs > 0)
        {
            EvaluateStart();
        }

        var ended = Ended;
        for (var i = 0; i < epochs && !ended; i++)
        {
            foreach (var laneGroup in laneGroups)
            {
                if (laneGroup.Active > 0)
                {
                    Train(laneGroup);
                }
            }

            Epoch++;
            ended = Ended;
        }
    }

    /// <summary>The recorded costs of a run so far: element i is the cost of epoch i * RecordEvery.</summary>
    public ReadOnlySpan<double> Costs(int runIndex) => trainedRuns[runIndex].Monitor.Recorded;

    /// <summary>The result of a run; null during its training.</summary>
    public NetworkResult? Result(int runIndex) => trainedRuns[runIndex].Result;

    /// <summary>
    /// The state at this epoch, little-endian: a header (magic number, version, fingerprint of the runs and data) and the epoch. For each
    /// run, its initial cost, costs, running values, parameters, moments and step scalars follow. Each epoch shuffles with its own seed, so the epoch
    /// determines the shuffle's state.
    /// </summary>
    public byte[] Checkpoint() => Checkpoint(trainedRuns);

    /// <summary>The state of one run, in the format of <see cref="Checkpoint()"/>.</summary>
    public byte[] Checkpoint(int runIndex) => Checkpoint([trainedRuns[runIndex]]);

    /// <summary>
    /// Resumes a group from a <see cref="Checkpoint()"/> on any machine. The results have the same bits as without the interruption.
    /// </summary>
    /// <exception cref="ArgumentException">As <see cref="Trainer.Start"/>.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, of a later version, or of other runs or data.</exception>
    public static TrainingSession Restore(
        IReadOnlyList<NetworkRun> group, TrainingData data, ReadOnlySpan<byte> checkpoint, TimeProvider time)
    {
        var session = new TrainingSession(group, data, time);
        using var reader = new BinaryReader(new MemoryStream(checkpoint.ToArray()));
        try
        {
            session.Restore(reader);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("The checkpoint is cut short.", exception);
        }

        return session;
    }

    private byte[] Checkpoint(TrainedRun[] some)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(CheckpointMagic);
        writer.Write(CheckpointVersion);
        writer.Write(CheckpointFingerprint.Compute([.. some.Select(trained => trained.Specification)], data.Train));
        writer.Write(Epoch);
        foreach (var trained in some)
        {
            writer.Write(trained.Result is not null);
            writer.Write(trained.Result?.DivergedAtEpoch ?? -1);
            writer.Write(trained.Seconds);
            writer.Write(trained.InitialCost);
            trained.Monitor.Save(writer);
            if (trained.FinalState is null)
            {
                trained.Engine.Save(trained.Lane, writer);
            }
            else
            {
                writer.Write(trained.FinalState);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    private void Restore(BinaryReader reader)
    {
        if (reader.ReadUInt32() != CheckpointMagic)
        {
            throw new InvalidDataException("These bytes are no checkpoint.");
        }

        if (reader.ReadByte() is var version && version != CheckpointVersion)
        {
            throw new InvalidDataException($"The checkpoint has version {version}; this program reads version {CheckpointVersion}.");
        }

        if (!reader.ReadBytes(32).AsSpan().SequenceEqual(CheckpointFingerprint.Compute(Runs, data.Train)))
        {
            throw new InvalidDataException("The checkpoint is of other runs or other data.");
        }

        Epoch = reader.ReadInt32();
        foreach (var trained in trainedRuns)
        {
            var ended = reader.ReadBoolean();
            var diverged = reader.ReadInt32();
            trained.Seconds = reader.ReadDouble();
            trained.InitialCost = reader.ReadDouble();
            trained.Monitor.Restore(reader);
            trained.Engine.Restore(trained.Lane, reader);
            if (ended)
            {
                End(trained, diverged < 0 ? null : diverged);
            }
        }

        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw new InvalidDataException("The checkpoint is longer than its runs need.");
        }
    }

    private static IEnumerable<LaneGroup> LaneGroups(TrainedRun[] trainedRuns, Dataset data)
    {
        var permutations = new Dictionary<uint, EpochPermutations>();
        var alike = trainedRuns.GroupBy(trained => (object?)TogetherKey.ForRun(trained.Specification, data) ?? trained);
        foreach (var laneGroup in alike.SelectMany(group => group.Chunk(EngineFactory.Together(group.First().Specification.Precision))))
        {
            var engine = laneGroup.Length == 1
                ? laneGroup[0].Specification.Optimizer.Rule.Create(laneGroup[0].Specification, data, Shuffles(laneGroup[0].Specification))
                : laneGroup[0].Specification.Optimizer.Rule.CreateTogether(
                    [.. laneGroup.Select(trained => trained.Specification)], data, [.. laneGroup.Select(trained => Shuffles(trained.Specification))]);
            for (var lane = 0; lane < laneGroup.Length; lane++)
            {
                (laneGroup[lane].Engine, laneGroup[lane].Lane) = (engine, lane);
            }

            yield return new LaneGroup(engine, laneGroup);
        }

        // Runs with the same shuffle seed share their orders.
        EpochPermutations Shuffles(NetworkRun run)
        {
            if (!permutations.TryGetValue(run.ShuffleSeed, out var shuffles))
            {
                shuffles = new EpochPermutations(
                    run.ShuffleSeed, data.Examples, SharedOrders.For(run.ShuffleSeed, data.Examples, run.Epochs));
                permutations.Add(run.ShuffleSeed, shuffles);
            }

            return shuffles;
        }
    }

    // Not in the constructor, so that a restored session does not evaluate parameters that it replaces.
    private void EvaluateStart()
    {
        foreach (var trained in trainedRuns)
        {
            trained.InitialCost = Evaluate(trained, data.Train).Cost;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Train(LaneGroup laneGroup)
    {
        var started = time.GetTimestamp();
        laneGroup.Engine.TrainEpoch(Epoch, costs);
        var seconds = time.GetElapsedTime(started).TotalSeconds / laneGroup.Active;
        for (var lane = 0; lane < laneGroup.Runs.Length; lane++)
        {
            var trained = laneGroup.Runs[lane];
            if (trained.Result is not null)
            {
                continue;
            }

            var cost = data.Train.InOwnUnit(costs[lane]);
            var finite = double.IsFinite(cost);
            if (finite)
            {
                trained.Monitor.Observe(cost);
            }

            trained.Seconds += seconds;
            var diverged = !finite || !laneGroup.Engine.ParametersFinite(lane);
            if (diverged || Epoch + 1 == trained.Specification.Epochs)
            {
                End(trained, diverged ? Epoch : null);
            }
        }
    }

    private void End(TrainedRun trained, int? divergedAtEpoch)
    {
        trained.Result = ResultOf(trained, divergedAtEpoch);
        var laneGroup = Array.Find(laneGroups, laneGroup => laneGroup.Engine == trained.Engine)!;
        laneGroup.Active--;
        if (laneGroup.Active > 0)
        {
            // The lane continues with the others, but a checkpoint must hold the current state.
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            trained.Engine.Save(trained.Lane, writer);
            writer.Flush();
            trained.FinalState = stream.ToArray();
        }
    }

    private NetworkResult ResultOf(TrainedRun trained, int? divergedAtEpoch)
    {
        Evaluation? onTraining = divergedAtEpoch is null ? Evaluate(trained, data.Train) : null;
        if (onTraining is { Cost: var cost } && !double.IsFinite(cost))
        {
            (onTraining, divergedAtEpoch) = (null, trained.Specification.Epochs - 1);
        }

        var constant = ConstantPrediction.For(data.Train, trained.Specification.Network.Loss);
        var result = trained.Monitor.Result(divergedAtEpoch, trained.Seconds) with
        {
            ConstantCost = constant.Cost,
            ConstantAccuracy = constant.Accuracy,
            InitialCost = FiniteOrNull(trained.InitialCost),
        };
        if (onTraining is not { } training)
        {
            return result;
        }

        Evaluation? onTest = data.Test is null ? null : Evaluate(trained, data.Test);
        return result with
        {
            FinalCost = training.Cost,
            TrainAccuracy = training.Accuracy,
            TestCost = onTest is { } test ? FiniteOrNull(test.Cost) : null,
            TestAccuracy = onTest?.Accuracy,
            FinalParameters = FinalParameters(trained),
        };
    }

    private static Evaluation Evaluate(TrainedRun trained, Dataset examples)
    {
        var evaluation = trained.Engine.Evaluate(trained.Lane, examples);
        return evaluation with { Cost = examples.InOwnUnit(evaluation.Cost) };
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;

    private static ImmutableArray<double> FinalParameters(TrainedRun trained)
    {
        var count = trained.Specification.Network.ParameterCount;
        if (count > RunResult.MostParametersKept)
        {
            return [];
        }

        var parameters = new double[count];
        trained.Engine.CopyParameters(trained.Lane, parameters);
        return ImmutableCollectionsMarshal.AsImmutableArray(parameters);
    }

    private sealed class TrainedRun(NetworkRun specification)
    {
        public NetworkRun Specification { get; } = specification;

        public Engine Engine { get; set; } = null!;

        public int Lane { get; set; }

        public RunMonitor Monitor { get; } = new(specification);

        public double Seconds { get; set; }

        public double InitialCost { get; set; } = double.NaN;

        public NetworkResult? Result { get; set; }

        public byte[]? FinalState { get; set; }
    }

    private sealed class LaneGroup(Engine engine, TrainedRun[] runs)
    {
        public Engine Engine { get; } = engine;

        public TrainedRun[] Runs { get; } = runs;

        public int Active { get; set; } = runs.Length;
    }
}
