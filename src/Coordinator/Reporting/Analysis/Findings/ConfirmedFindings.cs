using System.Collections.Immutable;
using NNOptim.Reporting.Analysis.Confirmations;

namespace NNOptim.Reporting.Analysis.Findings;

/// <summary>A finalist beside the leader.</summary>
/// <param name="Name">Its short name: the compared value, or the configuration.</param>
/// <param name="Pair">The leader, first, and this finalist, second.</param>
/// <param name="SeedsToSeparate">About how many seeds would separate the two with a power of 80%; null when unknown or too many.</param>
/// <param name="Objective">The objective.</param>
public sealed record Rival(string Name, FinalistPair Pair, int? SeedsToSeparate, Objective Objective)
{
    /// <summary>What the data say of the two.</summary>
    public PairVerdict Verdict => Pair.Verdict;

    /// <summary>Whether the two were tested at all.</summary>
    public bool IsTested => Pair.Cost?.Interval is not null || Pair.Reliability?.Test is not null;

    /// <summary>Whether the typical value favours this finalist, although its mean score is worse.</summary>
    public bool IsTypicallyBetter => Pair.Cost is { } cost && Objective.Order(cost.Estimate) > 0;

    /// <summary>In what the leader is significantly better.</summary>
    public string BetterIn => Wording.List(
    [
        .. Pair.Cost is { Test.IsRejected: true } ? [Objective.Label] : (string[])[],
        .. Pair.Reliability is { Test.IsRejected: true } ? ["reliability"] : (string[])[],
    ]);
}

/// <summary>The outcome of a confirmation: which finalist to use, or that the data cannot tell.</summary>
/// <param name="Leader">The finalist with the best mean score on fresh seeds.</param>
/// <param name="Rivals">The other finalists that completed a run.</param>
/// <param name="Seeds">The number of fresh seeds.</param>
/// <param name="Tests">The number of tests over which p values were corrected.</param>
/// <param name="LeastSeeds">The least number of common successful seeds for a verdict.</param>
public sealed record Recommendation(string Leader, ImmutableArray<Rival> Rivals, int Seeds, int Tests, int LeastSeeds) : Finding
{
    /// <summary>Whether runs have no score. Then a mean score orders only the finalists with the fewest such runs.</summary>
    public bool HasUnscored { get; init; }

    /// <summary>Whether the leader is significantly better than every other finalist.</summary>
    public bool IsDecided => !Rivals.IsEmpty && Rivals.All(rival => rival.Verdict == PairVerdict.FirstIsBetter);

    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var fresh = $"on {Wording.Counted(Seeds, "fresh seed")}";
            if (Rivals.IsEmpty)
            {
                return $"{Leader} is the only finalist with a completed run {fresh}. It was compared with no other, so this is no verdict.";
            }

            if (IsDecided)
            {
                return $"Use {Leader}. {Wording.Sentence(fresh)}, it is significantly better {Better()}.";
            }

            var opening = Rivals.Any(rival => rival.Verdict == PairVerdict.FirstIsBetter) ? "" : "The data cannot tell which finalist is best. ";
            return $"{opening}{Wording.Sentence(fresh)}, {Leader} has the best mean score{(HasUnscored ? " of those with the fewest runs without a score" : "")}. {string.Join(' ', Parts())}";
        }
    }

    private IEnumerable<string> Parts()
    {
        if (Rivals.Any(rival => rival.Verdict == PairVerdict.FirstIsBetter))
        {
            yield return $"It is significantly better {Better()}.";
        }

        ImmutableArray<Rival> undecided = [.. Rivals.Where(rival => rival.Verdict == PairVerdict.Undecided)];
        if (Names(undecided.Where(rival => rival.IsTested)) is { Length: > 0 } tested)
        {
            yield return $"The data cannot tell it from {tested}. {More([.. undecided.Where(rival => rival.IsTested)])}";
        }

        if (Names(undecided.Where(rival => !rival.IsTested)) is { Length: > 0 } untested)
        {
            yield return $"It could not be tested against {untested}: at least {LeastSeeds} seeds are needed on which both are successful.";
        }

        if (Names(undecided.Where(rival => rival.IsTypicallyBetter)) is { Length: > 0 } ahead)
        {
            yield return $"The typical value favours {ahead}, but not significantly.";
        }

        if (Names(Rivals.Where(rival => rival.Verdict is PairVerdict.Mixed or PairVerdict.SecondIsBetter)) is { Length: > 0 } mixed)
        {
            yield return $"Against {mixed} the data are mixed: see the comparison below.";
        }
    }

    private string Better()
    {
        var groups = Rivals.Where(rival => rival.Verdict == PairVerdict.FirstIsBetter).GroupBy(rival => rival.BetterIn)
            .Select(group => $"in {group.Key} than {Names(group)}");
        return $"{Wording.List([.. groups])} (5 % level, Holm's correction over {Wording.Counted(Tests, "test")})";
    }

    private static string Names(IEnumerable<Rival> rivals) => Wording.List([.. rivals.Select(rival => rival.Name)]);

    private static string More(ImmutableArray<Rival> undecided) => undecided.All(rival => rival.SeedsToSeparate is not null)
        ? $"If the differences are as large as they look, about {Wording.Count(undecided.Max(rival => rival.SeedsToSeparate!.Value))} seeds in one confirmation would tell with 80 % probability."
        : "How many more seeds would tell is not known.";
}

/// <summary>What a finalist reached on fresh seeds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Finalist">The finalist, with a score.</param>
/// <param name="Finalists">The number of finalists whose intervals hold together.</param>
/// <param name="Objective">The objective.</param>
public sealed record FinalistScore(string Name, Finalist Finalist, int Finalists, Objective Objective) : Finding
{
    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var score = Finalist.Confirmed.Score!;
            var together = Finalists > 1 ? $"; with 95 % confidence, the intervals of all {Wording.Count(Finalists)} finalists hold their medians" : "";
            var interval = Finalist.Median is { } median
                ? $" (interval {Wording.Interval(Objective.Metric, median.Interval)}{together})"
                : $" (no interval: {(Finalist.Confirmed.Unscored > 0 ? "not every run has a score" : "too few seeds")})";
            var before = Finalist.Chosen?.Score is { } search ? $" (in the search, where it was chosen, {Objective.Text(search.Mean)})" : "";
            return $"{Name}: median score {Objective.Text(score.Median)}{interval}, interquartile mean {Objective.Text(score.InterquartileMean)}, "
                + $"mean {Objective.Text(score.Mean)}{before}; {Wording.Unsuccessful(Finalist)}.";
        }
    }
}

/// <summary>The comparison of the leader with another finalist.</summary>
/// <param name="Leader">The leader's short name.</param>
/// <param name="Rival">The other finalist's short name.</param>
/// <param name="Pair">The comparison, with the leader first.</param>
/// <param name="LeastSeeds">The least number of common successful seeds for a verdict on cost.</param>
/// <param name="Objective">The objective.</param>
public sealed record PairFinding(string Leader, string Rival, FinalistPair Pair, int LeastSeeds, Objective Objective) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => string.Join(' ', new[] { Cost(), Superiority(), Reliability() }.OfType<string>());

    private string Cost()
    {
        if (Pair.Cost is not { } cost)
        {
            return $"{Leader} and {Rival} share no seed on which both were successful, so their {Objective.Label} cannot be compared.";
        }

        var seeds = $"on the {Wording.Counted(cost.Seeds, "seed")} where both were successful";
        var difference = Wording.Difference(Objective, cost);
        if (cost.Interval is not { } interval)
        {
            return $"{Leader} against {Rival}: {seeds}, {difference}. No test: at least {LeastSeeds} such seeds are needed.";
        }

        var verdict = cost.Test.IsRejected ? "significant" : "not significant";
        return $"{Leader} against {Rival}: {seeds}, {difference}, {Wording.Level(cost.Test.Level)} interval {Wording.Interval(Objective, cost.IsRatio, interval)}, "
            + $"{Wording.PValue(cost.Test.AdjustedPValue)} after correction: {verdict}.";
    }

    private string? Superiority() => Pair.Superiority is { } chance
        ? $"{Leader} scores better on {Wording.Counted(chance.Better, "seed")}, equal on {Wording.Count(chance.Equal)} and worse on {Wording.Count(chance.Worse)}. "
            + $"So the probability that it scores better on a fresh seed, with a tie as half, is {Wording.Share(chance.Share)} (95 % interval {Wording.Share(chance.Interval.Low)} to {Wording.Share(chance.Interval.High)})."
        : null;

    private string? Reliability()
    {
        if (Pair.Reliability is not { Counts: var counts, Test: var test } || counts.FirstOnly + counts.SecondOnly == 0)
        {
            return null;
        }

        var told = $"Only {Leader} was unsuccessful on {Wording.Counted(counts.FirstOnly, "seed")}, only {Rival} on {Wording.Count(counts.SecondOnly)}";
        return test is null ? $"{told}: too few to compare their reliability."
            : $"{told}: a difference in reliability that is {(test.IsRejected ? "significant" : "not significant")} ({Wording.PValue(test.AdjustedPValue)} after correction).";
    }
}

/// <summary>The leader has more rivals than the answer shows.</summary>
/// <param name="Pairs">The number of comparisons that the answer leaves out.</param>
public sealed record FurtherPairs(int Pairs) : Finding
{
    /// <inheritdoc/>
    public override string Sentence => $"The report's section Confirmation has {Wording.Counted(Pairs, "further comparison")} of the leader.";
}

/// <summary>What configurations reached on held-out examples, which chose nothing.</summary>
/// <param name="Values">Each configuration with the mean of each test metric over its completed runs.</param>
/// <param name="IsConfirmed">Whether the runs are those of a confirmation.</param>
public sealed record HeldOut(ImmutableArray<string> Values, bool IsConfirmed) : Finding
{
    /// <inheritdoc/>
    public override string Sentence =>
        $"On the held-out examples, which chose nothing (means over completed {(IsConfirmed ? "fresh " : "")}seeds, not tested): {string.Join("; ", Values)}.";
}
