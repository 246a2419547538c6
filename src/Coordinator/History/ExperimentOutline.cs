using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.History;

/// <summary>One line of the list of experiments.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="EndedAt">When its last run ended; null when some have not.</param>
/// <param name="Progress">How many runs stand where; those with workers count as not ended.</param>
public sealed record ExperimentOutline(
    ExperimentId Id, string Name, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, ExperimentProgress Progress)
{
    /// <summary>The outlines of all experiments in these events, in order of submission.</summary>
    public static IReadOnlyList<ExperimentOutline> Of(IEnumerable<IExperimentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var outlines = new OrderedDictionary<ExperimentId, ExperimentOutline>();
        foreach (var @event in events)
        {
            if (@event is ExperimentSubmitted submitted)
            {
                var total = (int)ExperimentGrid.Count(submitted.Specification);
                outlines[submitted.ExperimentId] = new ExperimentOutline(
                    submitted.ExperimentId,
                    submitted.Specification.Name,
                    submitted.At,
                    null,
                    new ExperimentProgress(submitted.ExperimentId, total, 0, 0, 0, 0));
            }
            else if (outlines.TryGetValue(@event.ExperimentId, out var outline))
            {
                outlines[@event.ExperimentId] = outline.After(@event);
            }
        }

        return [.. outlines.Values];
    }

    private ExperimentOutline After(IExperimentEvent @event) => @event switch
    {
        RunCompleted { Result.DivergedAtEpoch: null } => this with { Progress = Progress with { Completed = Progress.Completed + 1 } },
        RunCompleted => this with { Progress = Progress with { Diverged = Progress.Diverged + 1 } },
        RunFailed { Final: true } => this with { Progress = Progress with { Failed = Progress.Failed + 1 } },
        RunsRetried retried => this with { EndedAt = null, Progress = Progress with { Failed = Progress.Failed - retried.Runs.Length } },
        ExperimentEnded ended => this with { EndedAt = ended.At },
        _ => this,
    };
}
