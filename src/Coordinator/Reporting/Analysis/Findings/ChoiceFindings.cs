using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis.Findings;

/// <summary>No run completed.</summary>
/// <param name="Tally">The number of runs in each state.</param>
public sealed record NothingCompleted(string Tally) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"No run completed ({Tally}), so there is nothing to compare.";
}

/// <summary>The best configuration of a search without a confirmation. It is no verdict.</summary>
/// <param name="Name">The configuration.</param>
/// <param name="Score">Its scores over the seeds of the search.</param>
/// <param name="Objective">The objective.</param>
/// <param name="Tried">The number of configurations tried.</param>
/// <param name="Ties">The number of other configurations with the same mean score.</param>
public sealed record Candidate(string Name, SampleSummary Score, Objective Objective, int Tried, int Ties) : Finding
{
    /// <summary>Whether runs of the search have no score. Then a mean score orders only the configurations with the fewest such runs.</summary>
    public bool HasUnscored { get; init; }

    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var (mean, seeds) = (Score.Count > 1 ? "mean " : "", Wording.Counted(Score.Count, "seed"));
            if (Tried == 1)
            {
                return $"One configuration was tried: {Name}. Its {mean}{Objective.Label} over {seeds} is {Objective.Text(Score.Mean)}. There is nothing to compare.";
            }

            var equal = Ties > 0 ? $" {Wording.Counted(Ties, "other")} {(Ties == 1 ? "has" : "have")} the same, and the first in the grid's order was taken." : "";
            return $"Candidate: {Name}. Of the {Wording.Count(Tried)} configurations tried{(HasUnscored ? " (of those with the fewest runs without a score)" : "")} it has the {Objective.BestWord} {mean}{Objective.Label}: "
                + $"{Objective.Text(Score.Mean)} over {seeds}.{equal}";
        }
    }
}

/// <summary>A candidate was chosen and seen on the same seeds; how to test it.</summary>
/// <param name="Command">The command that would confirm the candidate.</param>
public sealed record Unconfirmed(string Command) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        $"This is no verdict: the candidate was chosen on the seeds that show it as the best. To test it on fresh seeds: {Command}";
}

/// <summary>How much the choice depends on the seeds.</summary>
/// <param name="Stability">The resamples.</param>
/// <param name="Objective">The objective.</param>
/// <param name="Compared">The candidate's compared value; null when only one was tried.</param>
public sealed record ChoiceStability(CandidateStability Stability, Objective Objective, string? Compared) : Finding
{
    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var compared = Compared is { } value ? $", and {value} in {Wording.Share(Stability.SameCompared)}" : "";
            var others = Stability.OnOthers is { } mean
                ? $" The chosen ones had a mean {Objective.Label} of {Objective.Text(Stability.OnChosen)} on the seeds that chose them, and of {Objective.Text(mean)} on the others."
                : "";
            var ties = Stability.Tied > 0 ? $" In {Wording.Share(Stability.Tied)} several were equally good, and the first was taken." : "";
            return $"In {Wording.Count(Stability.Resamples)} resamples of the {Wording.Count(Stability.Seeds)} seeds, "
                + $"the same configuration was chosen in {Wording.Share(Stability.SameConfiguration)}{compared}.{ties}{others}";
        }
    }
}
