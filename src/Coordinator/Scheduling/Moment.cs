namespace NNOptim.Scheduling;

/// <summary>A time on two clocks.</summary>
/// <param name="Wall">The wall clock, which may be set forward and back: what events are dated by.</param>
/// <param name="Steady">A clock that only goes forward at an even pace: what leases and rests are measured by.</param>
public readonly record struct Moment(DateTimeOffset Wall, DateTimeOffset Steady);
