namespace NNOptim.Worker.Scheduling;

/// <summary>The limits and intervals of a worker.</summary>
/// <param name="Slots">How many trainings run at a time, 1 or more.</param>
public sealed record WorkerRules(int Slots)
{
    /// <summary>The version of the program, for people.</summary>
    public string ProgramVersion { get; init; } = "";

    /// <summary>The time after which an unanswered message is resent.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a training may make no progress before its runs have failed.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the trainings of a leaving worker may continue, to end by themselves.</summary>
    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The time after which it leaves even with unacknowledged updates.</summary>
    public TimeSpan DeliverWithin { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>The limits of unacknowledged updates in memory.</summary>
    public OutboxLimits Outbox { get; init; } = new();
}
