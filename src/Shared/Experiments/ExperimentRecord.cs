using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The complete record of a past or present experiment, the source of reports.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Specification">The submitted specification.</param>
/// <param name="Environment">The environment of the submission.</param>
/// <param name="SubmittedAt">The time of submission.</param>
/// <param name="EndedAt">The end of its last run; null while the experiment is active.</param>
/// <param name="Runs">Every run once, ordered by number.</param>
public sealed record ExperimentRecord(
    ExperimentId Id,
    ExperimentSpecification Specification,
    ExperimentEnvironment Environment,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    ImmutableArray<RunRecord> Runs);
