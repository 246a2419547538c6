using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>
/// What a lasting coordinator remembers of the experiments it answers for, in a stream of its own: these it takes up again
/// after a restart or a failover. Extend-only.
/// </summary>
public interface IRegistryEvent : IWithExperimentId;

/// <summary>The coordinator answers for the experiment from now on; written before its submission is.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentAdopted(ExperimentId ExperimentId, DateTimeOffset At) : IRegistryEvent;

/// <summary>The experiment needs nothing more: it has ended, was cancelled, or never came to be.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentReleased(ExperimentId ExperimentId, DateTimeOffset At) : IRegistryEvent;
