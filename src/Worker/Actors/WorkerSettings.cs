using NNOptim.Shared.Protocol;

namespace NNOptim.Worker.Actors;

/// <summary>What a <see cref="WorkerActor"/> is started with.</summary>
/// <param name="Id">This incarnation of the worker.</param>
/// <param name="Slots">How many trainings run at a time, 1 or more.</param>
public sealed record WorkerSettings(WorkerId Id, int Slots)
{
    /// <summary>How often the worker registers again, renews its leases and looks for reports to send again.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long news is gathered before it is sent.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>After how long an unacknowledged report is sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a long training tells of its costs.</summary>
    public TimeSpan CostInterval { get; init; } = TimeSpan.FromSeconds(1);
}
