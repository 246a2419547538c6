namespace NNOptim.Scheduling;

/// <summary>A time on two clocks.</summary>
/// <param name="Wall">The wall clock, which may be set forward and back. It dates events.</param>
/// <param name="Steady">A monotonic clock. It measures leases and pauses.</param>
public readonly record struct Moment(DateTimeOffset Wall, DateTimeOffset Steady);
