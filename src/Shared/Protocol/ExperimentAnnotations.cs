using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>
/// A person wrote something on an experiment. Kept in a stream beside the experiment's own, so that notes may be taken while
/// it runs. What is null or empty changes nothing. Extend-only.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentAnnotated(ExperimentId ExperimentId, DateTimeOffset At) : IWithExperimentId
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new note; empty takes the old one away.</summary>
    public string? Note { get; init; }

    /// <summary>Tags put on.</summary>
    public ImmutableArray<string> TagsAdded { get; init; } = [];

    /// <summary>Tags taken off.</summary>
    public ImmutableArray<string> TagsRemoved { get; init; } = [];

    /// <summary>Whether lists leave it out.</summary>
    public bool? Archived { get; init; }
}
