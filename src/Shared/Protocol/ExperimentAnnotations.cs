using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>
/// A person annotated an experiment. Annotations have their own stream beside the experiment's, so that they can be written while it runs.
/// Null and empty values change nothing. Extend-only.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentAnnotated(ExperimentId ExperimentId, DateTimeOffset At) : IWithExperimentId
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new note; an empty one removes the old.</summary>
    public string? Note { get; init; }

    /// <summary>Tags added.</summary>
    public ImmutableArray<string> TagsAdded { get; init; } = [];

    /// <summary>Tags removed.</summary>
    public ImmutableArray<string> TagsRemoved { get; init; } = [];

    /// <summary>Whether lists hide the experiment.</summary>
    public bool? Archived { get; init; }
}
