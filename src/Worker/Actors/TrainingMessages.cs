using System.Collections.Immutable;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Worker.Actors;

/// <summary>Runs of one experiment that are trained together by one <see cref="TrainingActor"/>.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Runs">The runs, one or more.</param>
internal sealed record TrainingJob(ExperimentId ExperimentId, DatasetSpecification Dataset, ImmutableArray<AssignedRun> Runs);

/// <summary>News from a training to its worker.</summary>
/// <param name="Job">The job.</param>
/// <param name="News">News of some of its runs.</param>
internal sealed record TrainingNews(TrainingJob Job, ImmutableArray<RunReport> News);

/// <summary>A training ended: every run of the job has been reported on.</summary>
/// <param name="Job">The job.</param>
internal sealed record TrainingEnded(TrainingJob Job);
