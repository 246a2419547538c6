using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NNOptim.Shared.Experiments;
using NNOptim.Worker.Training.Datasets;
using NNOptim.Worker.Training.Kernels;
using NNOptim.Worker.Training.Randomness;

namespace NNOptim.Worker.Training;

/// <summary>
/// The training of a group of runs, advanced by whole epochs on the caller's thread. All memory is taken at the start.
/// Not safe for concurrent use.
/// </summary>
public sealed class TrainingSession
{
    private const uint CheckpointMagic = 0x504B434E; // "NCKP"
    private const byte CheckpointVersion = 1;

    private readonly TrainingData data;
    private readonly TimeProvider time;
    private readonly Member[] members;
    private readonly double[] cost = new double[1];

    internal TrainingSession(IReadOnlyList<RunSpecification> group, TrainingData data, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(time);
        this.data = data;
        this.time = time;
        Runs = [.. group];
        var permutations = new Dictionary<uint, EpochPermutations>();
        members = new Member[group.Count];
        for (var i = 0; i < members.Length; i++)
        {
            RunChecks.Require(group[i], data.Train);
            if (!permutations.TryGetValue(group[i].ShuffleSeed, out var shuffles))
            {
                shuffles = new EpochPermutations(group[i].ShuffleSeed, data.Train.Examples);
                permutations.Add(group[i].ShuffleSeed, shuffles);
            }

            members[i] = new Member(group[i], EngineFactory.Create(group[i], data.Train, shuffles));
        }
    }

    /// <summary>The group's runs.</summary>
    public IReadOnlyList<RunSpecification> Runs { get; }

    /// <summary>The number of epochs done; runs that ended earlier stay where they ended.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether every run of the group has ended.</summary>
    public bool Ended => Array.TrueForAll(members, member => member.Result is not null);

    /// <summary>Trains up to a number of further epochs, fewer where all runs end before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        var ended = Ended;
        for (var i = 0; i < epochs && !ended; i++)
        {
            foreach (var member in members)
            {
                if (member.Result is null)
                {
                    Train(member);
                }
            }

            Epoch++;
            ended = Ended;
        }
    }

    /// <summary>The costs recorded of a run so far: element i is that of epoch i * RecordEvery.</summary>
    public ReadOnlySpan<double> Costs(int runIndex) => members[runIndex].Monitor.Recorded;

    /// <summary>What came of a run; null while it goes on.</summary>
    public RunResult? Result(int runIndex) => members[runIndex].Result;

    /// <summary>
    /// The state at this epoch boundary: a header (magic number, version, fingerprint of the runs and data), the epoch,
    /// and for each run its costs, running figures, parameters, moments and step scalars, little-endian. The epoch stands
    /// for the shuffle's position, as each epoch shuffles by a seed of its own.
    /// </summary>
    public byte[] Checkpoint()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(CheckpointMagic);
        writer.Write(CheckpointVersion);
        writer.Write(CheckpointFingerprint.Of(Runs, data.Train));
        writer.Write(Epoch);
        foreach (var member in members)
        {
            writer.Write(member.Result is not null);
            writer.Write(member.Result?.DivergedAtEpoch ?? -1);
            writer.Write(member.Seconds);
            member.Monitor.Save(writer);
            member.Engine.Save(member.Lane, writer);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Resumes a group where <see cref="Checkpoint"/> left it, on any machine, with the same bits to come.</summary>
    /// <exception cref="ArgumentException">As <see cref="Trainer.Start"/>.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, of a later version, or of other runs or data.</exception>
    public static TrainingSession Restore(
        IReadOnlyList<RunSpecification> group, TrainingData data, ReadOnlySpan<byte> checkpoint, TimeProvider time)
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

        if (!reader.ReadBytes(32).AsSpan().SequenceEqual(CheckpointFingerprint.Of(Runs, data.Train)))
        {
            throw new InvalidDataException("The checkpoint is of other runs or other data.");
        }

        Epoch = reader.ReadInt32();
        foreach (var member in members)
        {
            var ended = reader.ReadBoolean();
            var diverged = reader.ReadInt32();
            member.Seconds = reader.ReadDouble();
            member.Monitor.Restore(reader);
            member.Engine.Restore(member.Lane, reader);
            if (ended)
            {
                member.Result = ResultOf(member, diverged < 0 ? null : diverged);
            }
        }

        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw new InvalidDataException("The checkpoint is longer than its runs need.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Train(Member member)
    {
        var started = time.GetTimestamp();
        member.Engine.TrainEpoch(Epoch, cost);
        var finite = double.IsFinite(cost[0]);
        if (finite)
        {
            member.Monitor.Observe(cost[0]);
        }

        var diverged = !finite || !member.Engine.ParametersFinite(member.Lane);
        member.Seconds += time.GetElapsedTime(started).TotalSeconds;
        if (diverged || Epoch + 1 == member.Run.Epochs)
        {
            member.Result = ResultOf(member, diverged ? Epoch : null);
        }
    }

    private RunResult ResultOf(Member member, int? divergedAtEpoch)
    {
        var result = member.Monitor.Result(divergedAtEpoch, member.Seconds);
        if (divergedAtEpoch is not null)
        {
            return result;
        }

        return result with
        {
            TrainAccuracy = member.Engine.Accuracy(member.Lane, data.Train),
            TestAccuracy = data.Test is null ? null : member.Engine.Accuracy(member.Lane, data.Test),
            FinalParameters = FinalParameters(member),
        };
    }

    private static ImmutableArray<double> FinalParameters(Member member)
    {
        var count = member.Run.Network.ParameterCount;
        if (count > RunResult.MostParametersKept)
        {
            return [];
        }

        var parameters = new double[count];
        member.Engine.CopyParameters(member.Lane, parameters);
        return ImmutableCollectionsMarshal.AsImmutableArray(parameters);
    }

    private sealed class Member(RunSpecification run, Engine engine)
    {
        public RunSpecification Run { get; } = run;

        public Engine Engine { get; } = engine;

        public int Lane { get; }

        public RunMonitor Monitor { get; } = new(run);

        public double Seconds { get; set; }

        public RunResult? Result { get; set; }
    }
}
