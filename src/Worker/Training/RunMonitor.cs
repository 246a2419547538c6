using System.Runtime.CompilerServices;

namespace NNOptim.Training;

/// <summary>Follows the cost of one run over its epochs, and computes the values of <see cref="NetworkResult"/>.</summary>
internal sealed class RunMonitor
{
    private readonly int recordEvery;
    private readonly double? target;
    private readonly double[] recorded;
    private readonly int tailEpochs;
    private readonly int tailStart;

    private int recordedCount;
    private bool risen;

    /// <summary>Prepares for a run and allocates all memory.</summary>
    public RunMonitor(NetworkRun run)
    {
        recordEvery = run.RecordEvery;
        target = run.TargetCost;
        recorded = new double[(run.Epochs - 1) / run.RecordEvery + 1];
        tailEpochs = Math.Max(1, run.Epochs / 10);
        tailStart = run.Epochs - tailEpochs;
    }

    /// <summary>The costs so far of the epochs divisible by the run's RecordEvery.</summary>
    public ReadOnlySpan<double> Recorded => recorded.AsSpan(0, recordedCount);

    /// <summary>The number of epochs with a finite cost.</summary>
    public int Epochs { get; private set; }

    private double Last { get; set; }

    private double Best { get; set; } = double.PositiveInfinity;

    private int BestEpoch { get; set; }

    private int? EpochsToTarget { get; set; }

    private double Overshoot { get; set; }

    private int RiseCount { get; set; }

    private double RiseArea { get; set; }

    private double TailSum { get; set; }

    /// <summary>Records the finite cost of the next epoch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Observe(double cost)
    {
        if (Epochs % recordEvery == 0)
        {
            recorded[recordedCount++] = cost;
        }

        Last = cost;
        if (cost < Best)
        {
            (Best, BestEpoch) = (cost, Epochs);
        }

        if (cost <= target)
        {
            EpochsToTarget ??= Epochs;
        }

        var rise = cost - Best;
        if (rise > 0)
        {
            Overshoot = Math.Max(Overshoot, rise);
            RiseArea += rise;
            RiseCount += risen ? 0 : 1;
        }

        risen = rise > 0;
        if (Epochs >= tailStart)
        {
            TailSum += cost;
        }

        Epochs++;
    }

    /// <summary>Computes the results from the costs. The caller adds those of the parameters.</summary>
    public NetworkResult Result(int? divergedAtEpoch, double seconds) => new()
    {
        EpochsTrained = Epochs,
        DivergedAtEpoch = divergedAtEpoch,
        LastEpochCost = Epochs > 0 ? Last : null,
        BestCost = Epochs > 0 ? Best : null,
        BestEpoch = Epochs > 0 ? BestEpoch : null,
        EpochsToTarget = EpochsToTarget,
        Overshoot = Overshoot,
        RiseCount = RiseCount,
        RiseArea = RiseArea,
        MeanOfLastCost = divergedAtEpoch is null ? TailSum / tailEpochs : null,
        TrainingSeconds = seconds,
    };

    /// <summary>Saves the state.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Epochs);
        writer.Write(Last);
        writer.Write(Best);
        writer.Write(BestEpoch);
        writer.Write(EpochsToTarget ?? -1);
        writer.Write(Overshoot);
        writer.Write(RiseCount);
        writer.Write(RiseArea);
        writer.Write(TailSum);
        writer.Write(risen);
        writer.Write(recordedCount);
        foreach (var cost in Recorded)
        {
            writer.Write(cost);
        }
    }

    /// <summary>Restores the state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data belongs to another run.</exception>
    public void Restore(BinaryReader reader)
    {
        Epochs = reader.ReadInt32();
        Last = reader.ReadDouble();
        Best = reader.ReadDouble();
        BestEpoch = reader.ReadInt32();
        EpochsToTarget = reader.ReadInt32() is var epoch and >= 0 ? epoch : null;
        Overshoot = reader.ReadDouble();
        RiseCount = reader.ReadInt32();
        RiseArea = reader.ReadDouble();
        TailSum = reader.ReadDouble();
        risen = reader.ReadBoolean();
        recordedCount = reader.ReadInt32();
        if (recordedCount < 0 || recordedCount > recorded.Length)
        {
            throw new InvalidDataException("The checkpoint holds more costs than the run records.");
        }

        foreach (ref var cost in recorded.AsSpan(0, recordedCount))
        {
            cost = reader.ReadDouble();
        }
    }
}
