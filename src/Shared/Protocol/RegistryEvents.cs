using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>
/// A permanent coordinator records in its own stream which experiments it manages. It resumes these after a restart or a failover.
/// Extend-only.
/// </summary>
public interface IRegistryEvent : IWithExperimentId;

/// <summary>The coordinator manages the experiment from now on. Written before its submission is.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentAdopted(ExperimentId ExperimentId, DateTimeOffset At) : IRegistryEvent;

/// <summary>The experiment needs nothing more: it has ended, was cancelled, or was never created.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentReleased(ExperimentId ExperimentId, DateTimeOffset At) : IRegistryEvent;
