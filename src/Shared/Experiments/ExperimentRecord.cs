using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The complete record of one past or present experiment, from which reports are made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Specification">What was submitted.</param>
/// <param name="Environment">The environment it was submitted from.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="EndedAt">When its last run ended; null while it is active.</param>
/// <param name="Runs">Every run once, by number.</param>
public sealed record ExperimentRecord(
    ExperimentId Id,
    ExperimentSpecification Specification,
    ExperimentEnvironment Environment,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    ImmutableArray<RunRecord> Runs);
