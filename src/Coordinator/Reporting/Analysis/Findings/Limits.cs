using System.Collections.Immutable;

namespace NNOptim.Reporting.Analysis.Findings;

/// <summary>The experiment's Adam has a fixed second-moment correction.</summary>
public sealed record FixedAdamCorrection : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        "Adam ran here with its second-moment correction fixed at t = 2 (s / (1 - beta2^2) at every step). This reproduces the "
        + "course's printed run, in which that was a defect; it is not Adam as published. Do not use these results to judge Adam.";
}

/// <summary>The search had one seed.</summary>
/// <param name="Seeds">The replicate's name in files.</param>
public sealed record OneSeed(string Seeds) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        "One seed: the data cannot tell how much of any difference is the luck of one initialisation and one order of examples. "
        + $"Several seeds (for example {Seeds}: [1, 2, 3, 4, 5]) show the noise.";
}

/// <summary>The search had few seeds.</summary>
/// <param name="Seeds">The number of seeds.</param>
public sealed record FewSeeds(int Seeds) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"{Seeds} seeds are few: another choice may be as good.";
}

/// <summary>Each seed ran on several splits or folds.</summary>
/// <param name="Splits">How many, in words.</param>
/// <param name="IsConfirmed">Whether there was a confirmation.</param>
public sealed record MeanOverSplits(string Splits, bool IsConfirmed) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"Each score is the mean over {Splits}; these share training examples and are not independent. " + (IsConfirmed
        ? "So the tests and intervals compare seeds, and not splits. They do not tell how the result would be with other examples."
        : "So the spread over runs understates how far a mean would move with other examples.");
}

/// <summary>The objective is measured on the examples that runs train on.</summary>
/// <param name="Label">The objective's label.</param>
/// <param name="HasHeldOut">Whether examples were held out.</param>
public sealed record ChosenOnTraining(string Label, bool HasHeldOut) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => HasHeldOut
        ? $"Configurations were chosen and compared by the {Label} of the training examples. The held-out examples did not choose."
        : $"No examples were held out: the {Label} is that of the training examples and does not tell how well a network generalises.";
}

/// <summary>The cost of best configurations was still falling at the end.</summary>
/// <param name="Names">Whose.</param>
public sealed record StillFalling(ImmutableArray<string> Names) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"Still falling at the last epoch: {Wording.List(Names)}. A longer training may change the ranking.";
}

/// <summary>Too few costs were recorded to see whether they still fell.</summary>
/// <param name="Names">Whose.</param>
/// <param name="Needed">The least number of recorded costs.</param>
public sealed record UnknownTrend(ImmutableArray<string> Names, int Needed) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        $"Whether the cost of {Wording.List(Names)} was still falling cannot be told: fewer than {Needed} costs were recorded. A smaller training.record_every records more.";
}

/// <summary>A best value lies on the border of the grid.</summary>
/// <param name="Border">The case.</param>
public sealed record OnBorder(GridBorder.BorderCase Border) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        $"{Border.Compared}'s best {Border.Parameter.Label}, {Wording.Number(Border.Value)}, lies on the border of the grid: extend it to {Wording.Number(Border.Suggested)}.";
}

/// <summary>Runs have not ended.</summary>
/// <param name="Unfinished">How many.</param>
/// <param name="All">The number of runs.</param>
public sealed record UnendedRuns(int Unfinished, int All) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"{Wording.Counted(Unfinished, "run")} of {Wording.Count(All)} had not ended when this was written; the answer may change.";
}

/// <summary>Runs were unsuccessful.</summary>
/// <param name="Diverged">The number of runs that diverged.</param>
/// <param name="Failed">The number of runs that failed.</param>
/// <param name="LearntNothing">The number of completed runs that ended no better than a constant prediction.</param>
/// <param name="All">The number of runs.</param>
/// <param name="Baseline">The objective of a constant prediction, as text; null when unknown.</param>
/// <param name="Limited">The number of completed runs whose value is worse than that of a constant prediction.</param>
public sealed record UnsuccessfulRuns(int Diverged, int Failed, int LearntNothing, int All, string? Baseline, int Limited) : Finding
{
    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var parts = new List<string>();
            if (Diverged > 0)
            {
                parts.Add($"{Wording.Count(Diverged)} diverged");
            }

            if (Failed > 0)
            {
                parts.Add($"{Wording.Count(Failed)} failed");
            }

            if (LearntNothing > 0)
            {
                parts.Add($"{Wording.Count(LearntNothing)} learnt nothing");
            }

            var told = parts.Count > 0 ? $"Of {Wording.Counted(All, "run")}, {Wording.List(parts)}." : $"No run of {Wording.Count(All)} was unsuccessful.";
            var limited = Limited > 0
                ? $" The scores of {Wording.Counted(Limited, "completed run")} are limited to that value, because {(Limited == 1 ? "it" : "they")} ended worse."
                : "";
            return Baseline is { } value
                ? $"{told} A run that diverged or failed scores as a constant prediction ({value}).{limited}"
                : $"{told} Runs that diverged or failed have no score, and their configurations rank below all others.";
        }
    }
}

/// <summary>The experiment was confirmed several times.</summary>
/// <param name="Round">The number of confirmations.</param>
public sealed record RepeatedConfirmation(int Round) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        $"This is confirmation {Round}; only its seeds are tested. Each further confirmation is another chance of a wrong verdict, of at most 5 %.";
}

/// <summary>Runs of the confirmation have not ended.</summary>
public sealed record UnfinishedConfirmation : Finding
{
    /// <inheritdoc/>
    public override string Sentence => "The confirmation has not ended. Its intervals and tests will change.";
}

/// <summary>Finalists without a score, because no run completed or has ended.</summary>
/// <param name="Names">The finalists.</param>
public sealed record LostFinalists(ImmutableArray<string> Names) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"{Wording.List(Names)} reached no score in the confirmation and {(Names.Length == 1 ? "has" : "have")} no place in the comparison.";
}

/// <summary>Compared values without a completed run.</summary>
/// <param name="Names">The values.</param>
public sealed record LostValues(ImmutableArray<string> Names) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"{Wording.List(Names)} completed no run and {(Names.Length == 1 ? "has" : "have")} no place in the comparison.";
}
