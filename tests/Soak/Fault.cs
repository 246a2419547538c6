namespace NNOptim.Soak;

/// <summary>The kind of a fault of the active coordinator.</summary>
internal enum FaultKind
{
    Kill,
    KillAll,
    Terminate,
    Freeze,
    DatabaseCrash,
    CutOff,
    Deafen,
    Separate,
}

/// <summary>One fault.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Seconds">Its duration; 0 for an instantaneous fault.</param>
internal sealed record Fault(FaultKind Kind, int Seconds)
{
    private static readonly int[] FreezeSeconds = [5, 7, 9, 12, 20, 35, 45, 60, 90, 125, 180, 300];
    private static readonly int[] CutSeconds = [5, 10, 20, 40];

    /// <summary>Whether it needs its own network.</summary>
    public bool IsPartition => Kind is FaultKind.CutOff or FaultKind.Deafen or FaultKind.Separate;

    /// <summary>Whether another process must be the coordinator afterwards.</summary>
    public bool ReplacesCoordinator => Kind switch
    {
        FaultKind.Kill or FaultKind.Terminate => true,
        FaultKind.Freeze or FaultKind.CutOff or FaultKind.Deafen => Seconds >= 20,
        _ => false,
    };

    /// <summary>The given number of faults of all kinds and durations, in random order.</summary>
    public static IReadOnlyList<Fault> Draw(int count, Random random)
    {
        var faults = Enumerable.Range(0, count).Select(index => (index % 10) switch
        {
            0 or 3 or 6 or 8 => new Fault(FaultKind.Freeze, FreezeSeconds[index / 2 % FreezeSeconds.Length]),
            1 => new Fault(FaultKind.Kill, 0),
            2 => new Fault(FaultKind.DatabaseCrash, 1 + random.Next(6)),
            4 => new Fault(index % 20 < 10 ? FaultKind.KillAll : FaultKind.Terminate, 0),
            5 => new Fault(FaultKind.CutOff, CutSeconds[random.Next(CutSeconds.Length)]),
            7 => new Fault(index % 20 < 10 ? FaultKind.Deafen : FaultKind.Separate, CutSeconds[random.Next(CutSeconds.Length)]),
            _ => new Fault(FaultKind.Kill, 0),
        }).ToArray();
        random.Shuffle(faults);
        return faults;
    }
}
