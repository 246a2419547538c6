using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis.Findings;

/// <summary>How soon configurations reached the target.</summary>
/// <param name="Target">The target cost.</param>
/// <param name="Times">The times of each, in the order of the comparison.</param>
/// <param name="IsConfirmed">Whether the runs are those of a confirmation. Only these have an interval.</param>
public sealed record Convergence(double Target, ImmutableArray<(string Name, TargetTimes Times)> Times, bool IsConfirmed) : Finding
{
    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var parts = Times.Select(pair => $"{pair.Name} {Wording.Median(pair.Times, withInterval: IsConfirmed)} ({Wording.Count(pair.Times.Reached)} of {Wording.Counted(pair.Times.Count, "run")} reached it at some epoch)");
            var median = Times.Any(pair => pair.Times.Count > 1) ? $", median over {(IsConfirmed ? "fresh " : "")}seeds" : "";
            return $"Epochs trained to the target cost of {Wording.Number(Target)}{median}: {string.Join("; ", parts)}.";
        }
    }
}

/// <summary>How far the cost rose above its running minimum.</summary>
/// <param name="Rises">The largest rise of each configuration's completed runs.</param>
public sealed record Overshoot(ImmutableArray<(string Name, SampleSummary Rise)> Rises) : Finding
{
    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var parts = Rises.Select(pair => $"{pair.Name} {Wording.Cost(pair.Rise.Median)}" + (pair.Rise.Count > 1 ? $" (at most {Wording.Cost(pair.Rise.Maximum)})" : ""));
            var median = Rises.Any(pair => pair.Rise.Count > 1) ? ", median over seeds" : "";
            return $"Overshoot, the largest rise of the epoch cost above its running minimum{median}: {string.Join("; ", parts)}.";
        }
    }
}

/// <summary>How the variance of the objective over the search divides.</summary>
/// <param name="Response">What varies, for example <c>final cost's logarithm</c>.</param>
/// <param name="Parts">The largest shares, among them those of the seeds and of what is unexplained.</param>
public sealed record VarianceShares(string Response, ImmutableArray<ImportancePart> Parts) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        $"Where the variance of the {Response} over the search lies: {Wording.List([.. Parts.Select(part => $"{part.Name} {Wording.Share(part.Share)}")])}.";
}

/// <summary>Compared values with unequal tuning budgets.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="Smallest">The smallest budget.</param>
/// <param name="Bests">Each value with its budget, and the expected best of <paramref name="Smallest"/> random configurations.</param>
public sealed record TuningBudgets(Objective Objective, int Smallest, ImmutableArray<ComparedBest> Bests) : Finding
{
    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var parts = Bests.Select(best => $"{best.Compared} {Wording.Count(best.Tried)}"
                + (best.ExpectedBest is { } expected ? $" ({Objective.Text(expected)})" : ""));
            var explanation = Bests.Any(best => best.ExpectedBest is not null)
                ? $" (in parentheses: the expected {Objective.Label} of the best of {Wording.Count(Smallest)} random ones)"
                : "";
            return $"The tuning budgets differ, which favours the larger ones. Configurations tried{explanation}: {string.Join("; ", parts)}.";
        }
    }
}
