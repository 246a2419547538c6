namespace NNOptim.Worker.Scheduling;

/// <summary>What a worker works by.</summary>
/// <param name="Slots">How many trainings run at a time, 1 or more.</param>
public sealed record WorkerRules(int Slots)
{
    /// <summary>The version of the program, for people.</summary>
    public string ProgramVersion { get; init; } = "";

    /// <summary>After how long what is not answered is sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a training may go without a step forward before its runs have failed.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the trainings of a worker that is to leave may go on, to end by themselves.</summary>
    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long it leaves even with news that is not acknowledged.</summary>
    public TimeSpan DeliverWithin { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>How much of the news that nobody acknowledges is held in memory.</summary>
    public OutboxLimits Outbox { get; init; } = new();
}
