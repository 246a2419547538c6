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
public sealed class TrainingSession : ITraining
{
    private const uint CheckpointMagic = 0x504B434E; // "NCKP"
    private const byte CheckpointVersion = 1;

    private readonly TrainingData data;
    private readonly TimeProvider time;
    private readonly Member[] members;
    private readonly Crew[] crews;
    private readonly double[] costs;

    internal TrainingSession(IReadOnlyList<RunSpecification> group, TrainingData data, TimeProvider time)
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

        members = [.. group.Select(run => new Member(run))];
        crews = [.. Crews(members, data.Train)];
        costs = new double[crews.Length == 0 ? 0 : crews.Max(crew => crew.Members.Length)];
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
            foreach (var crew in crews)
            {
                if (crew.Active > 0)
                {
                    Train(crew);
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
    public byte[] Checkpoint() => Checkpoint(members);

    /// <summary>The state of one run alone, in the format of <see cref="Checkpoint()"/>.</summary>
    public byte[] Checkpoint(int runIndex) => Checkpoint([members[runIndex]]);

    /// <summary>Resumes a group where <see cref="Checkpoint()"/> left it, on any machine, with the same bits to come.</summary>
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

    private byte[] Checkpoint(Member[] some)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(CheckpointMagic);
        writer.Write(CheckpointVersion);
        writer.Write(CheckpointFingerprint.Of([.. some.Select(member => member.Run)], data.Train));
        writer.Write(Epoch);
        foreach (var member in some)
        {
            writer.Write(member.Result is not null);
            writer.Write(member.Result?.DivergedAtEpoch ?? -1);
            writer.Write(member.Seconds);
            member.Monitor.Save(writer);
            if (member.FinalState is null)
            {
                member.Engine.Save(member.Lane, writer);
            }
            else
            {
                writer.Write(member.FinalState);
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
                End(member, diverged < 0 ? null : diverged);
            }
        }

        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw new InvalidDataException("The checkpoint is longer than its runs need.");
        }
    }

    private static IEnumerable<Crew> Crews(Member[] members, Dataset data)
    {
        var permutations = new Dictionary<uint, EpochPermutations>();
        var alike = members.GroupBy(member => (object?)TogetherKey.Of(member.Run, data) ?? member);
        foreach (var crew in alike.SelectMany(group => group.Chunk(EngineFactory.Together(group.First().Run.Precision))))
        {
            var engine = crew.Length == 1
                ? EngineFactory.Create(crew[0].Run, data, Shuffles(crew[0].Run))
                : EngineFactory.CreateTogether(
                    [.. crew.Select(member => member.Run)], data, [.. crew.Select(member => Shuffles(member.Run))]);
            for (var lane = 0; lane < crew.Length; lane++)
            {
                (crew[lane].Engine, crew[lane].Lane) = (engine, lane);
            }

            yield return new Crew(engine, crew);
        }

        // Runs of the same shuffle seed share their orders.
        EpochPermutations Shuffles(RunSpecification run)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Train(Crew crew)
    {
        var started = time.GetTimestamp();
        crew.Engine.TrainEpoch(Epoch, costs);
        var seconds = time.GetElapsedTime(started).TotalSeconds / crew.Active;
        for (var lane = 0; lane < crew.Members.Length; lane++)
        {
            var member = crew.Members[lane];
            if (member.Result is not null)
            {
                continue;
            }

            var finite = double.IsFinite(costs[lane]);
            if (finite)
            {
                member.Monitor.Observe(costs[lane]);
            }

            member.Seconds += seconds;
            var diverged = !finite || !crew.Engine.ParametersFinite(lane);
            if (diverged || Epoch + 1 == member.Run.Epochs)
            {
                End(member, diverged ? Epoch : null);
            }
        }
    }

    private void End(Member member, int? divergedAtEpoch)
    {
        member.Result = ResultOf(member, divergedAtEpoch);
        var crew = Array.Find(crews, crew => crew.Engine == member.Engine)!;
        crew.Active--;
        if (crew.Active > 0)
        {
            // The lane goes on with the others; what a checkpoint must hold is its state now.
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            member.Engine.Save(member.Lane, writer);
            writer.Flush();
            member.FinalState = stream.ToArray();
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

    private sealed class Member(RunSpecification run)
    {
        public RunSpecification Run { get; } = run;

        public Engine Engine { get; set; } = null!;

        public int Lane { get; set; }

        public RunMonitor Monitor { get; } = new(run);

        public double Seconds { get; set; }

        public RunResult? Result { get; set; }

        public byte[]? FinalState { get; set; }
    }

    private sealed class Crew(Engine engine, Member[] members)
    {
        public Engine Engine { get; } = engine;

        public Member[] Members { get; } = members;

        public int Active { get; set; } = members.Length;
    }
}
