using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>Runs of one experiment that are trained together.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Runs">The runs, one or more.</param>
/// <param name="Metrics">The names of the metrics that results must hold, in order.</param>
/// <param name="Checkpoint">The checkpoint from which a job with a single run continues; empty to begin at the first epoch.</param>
public sealed record TrainingJob(
    ExperimentId ExperimentId,
    DatasetSpecification Dataset,
    ImmutableArray<AssignedRun> Runs,
    ImmutableArray<string> Metrics,
    ImmutableArray<byte> Checkpoint);
