using System.Collections.Immutable;
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
    public void Advance(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        for (var i = 0; i < epochs && !Ended; i++)
        {
            foreach (var member in members)
            {
                if (member.Result is null)
                {
                    Train(member);
                }
            }

            Epoch++;
        }
    }

    /// <summary>The costs recorded of a run so far: element i is that of epoch i * RecordEvery.</summary>
    public ReadOnlySpan<double> Costs(int runIndex) => members[runIndex].Monitor.Recorded;

    /// <summary>What came of a run; null while it goes on.</summary>
    public RunResult? Result(int runIndex) => members[runIndex].Result;

    private void Train(Member member)
    {
        var started = time.GetTimestamp();
        member.Engine.TrainEpoch(Epoch, cost);
        var finite = double.IsFinite(cost[0]);
        if (finite)
        {
            member.Monitor.Observe(cost[0]);
        }

        var diverged = !finite || !member.Engine.ParametersFinite(0);
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
            TrainAccuracy = member.Engine.Accuracy(0, data.Train),
            TestAccuracy = data.Test is null ? null : member.Engine.Accuracy(0, data.Test),
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
        member.Engine.CopyParameters(0, parameters);
        return ImmutableCollectionsMarshal.AsImmutableArray(parameters);
    }

    private sealed class Member(RunSpecification run, Engine engine)
    {
        public RunSpecification Run { get; } = run;

        public Engine Engine { get; } = engine;

        public RunMonitor Monitor { get; } = new(run);

        public double Seconds { get; set; }

        public RunResult? Result { get; set; }
    }
}
