using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>All that is known of one past or present experiment: what reports are made of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Specification">What was asked for.</param>
/// <param name="Environment">What ran it.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="EndedAt">When its last run ended; null while it goes on.</param>
/// <param name="Runs">Every run of the grid once, by number.</param>
public sealed record ExperimentRecord(
    ExperimentId Id,
    ExperimentSpecification Specification,
    ExperimentEnvironment Environment,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    ImmutableArray<RunRecord> Runs);
