using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Analysis.Findings;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The report's answer: what to use, with which certainty, and what the data cannot show.</summary>
/// <param name="Findings">What the data show. The first is the answer in short.</param>
/// <param name="Limits">What the data cannot show.</param>
public sealed record Answer(ImmutableArray<Finding> Findings, ImmutableArray<Finding> Limits)
{
    /// <summary>The answer names this many shares of the variance.</summary>
    private const int NamedShares = 4;

    /// <summary>The answer compares the leader with this many other finalists, the best ones.</summary>
    private const int MaxPairs = 10;

    /// <summary>Derives the answer of an analysis.</summary>
    public static Answer Derive(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new Answer([.. FindingsOf(analysis)], AnswerLimits.Find(analysis));
    }

    /// <summary>The number of runs in each state.</summary>
    internal static string Tally(ExperimentAnalysis analysis) => Wording.List(
    [
        .. Enum.GetValues<RunState>()
            .Select(state => (State: state, Count: analysis.Count(state)))
            .Where(pair => pair.Count > 0)
            .Select(pair => $"{Wording.Count(pair.Count)} {Wording.StateName(pair.State)}"),
    ]);

    private static IEnumerable<Finding> FindingsOf(ExperimentAnalysis analysis)
    {
        if (analysis.Candidate is not { } candidate)
        {
            return [new NothingCompleted(Tally(analysis))];
        }

        return
        [
            .. analysis.Confirmation is { Leader: { } leader } confirmation
                ? Confirmed(analysis, confirmation, leader)
                : Unconfirmed(analysis, candidate),
            .. Descriptions(analysis),
        ];
    }

    private static IEnumerable<Finding> Unconfirmed(ExperimentAnalysis analysis, Configuration candidate)
    {
        var equals = analysis.Ranking.Count(ranked => ranked.Rank == 1) - 1;
        yield return new Candidate(Name(analysis, candidate), candidate.Score!, analysis.Objective, analysis.Configurations.Length, equals)
        {
            HasUnscored = analysis.Configurations.Any(configuration => configuration.Unscored > 0),
        };
        if (analysis.Configurations.Length > 1)
        {
            yield return new Unconfirmed($"nnoptim confirm {analysis.Experiment.Id}");
        }

        if (analysis.Stability is { } stability)
        {
            yield return new ChoiceStability(stability, analysis.Objective, analysis.Compared.Length > 1 ? candidate.Compared : null);
        }

        if (HeldOutOf(analysis, [(Name(analysis, candidate), candidate)], isConfirmed: false) is { } heldOut)
        {
            yield return heldOut;
        }

        ImmutableArray<string> lost = [.. analysis.Compared.Where(best => best.Best is null).Select(best => best.Compared)];
        if (!lost.IsEmpty)
        {
            yield return new LostValues(lost);
        }
    }

    private static IEnumerable<Finding> Confirmed(ExperimentAnalysis analysis, ConfirmationResult confirmation, Finalist leader)
    {
        ImmutableArray<FinalistPair> pairs = [.. confirmation.OfLeader.Where(pair => pair.Second.Confirmed.Score is not null)];
        ImmutableArray<Rival> rivals =
            [.. pairs.Select(pair => new Rival(ShortName(analysis, pair.Second), pair, confirmation.SeedsToSeparate(pair, analysis.Objective), analysis.Objective))];
        yield return new Recommendation(Name(analysis, leader.Confirmed), rivals, confirmation.Seeds, confirmation.Tests, confirmation.LeastSeeds)
        {
            HasUnscored = confirmation.Finalists.Any(finalist => finalist.Confirmed.Unscored > 0),
        };
        var finalists = confirmation.Finalists.Count(finalist => finalist.Confirmed.Score is not null);
        yield return new FinalistScore(ShortName(analysis, leader), leader, finalists, analysis.Objective);
        foreach (var pair in pairs.Take(MaxPairs))
        {
            yield return new PairFinding(ShortName(analysis, leader), ShortName(analysis, pair.Second), pair, confirmation.LeastSeeds, analysis.Objective);
        }

        if (pairs.Length > MaxPairs)
        {
            yield return new FurtherPairs(pairs.Length - MaxPairs);
        }

        if (HeldOutOf(analysis, analysis.Shown, isConfirmed: true) is { } heldOut)
        {
            yield return heldOut;
        }
    }

    private static IEnumerable<Finding> Descriptions(ExperimentAnalysis analysis)
    {
        if (analysis.Compared.DistinctBy(best => best.Tried).Skip(1).Any())
        {
            yield return new TuningBudgets(analysis.Objective, analysis.Compared.Min(best => best.Tried), analysis.Compared);
        }

        var shown = analysis.Shown;
        if (analysis.Target is { } target && !shown.IsEmpty)
        {
            yield return new Convergence(target, [.. shown.Select(pair => (pair.Name, pair.Configuration.EpochsToTarget))], analysis.Confirmation?.Leader is not null);
        }

        ImmutableArray<(string, SampleSummary)> rises =
            [.. shown.Where(pair => pair.Configuration.Summary(KnownNames.Overshoot) is not null).Select(pair => (pair.Name, pair.Configuration.Summary(KnownNames.Overshoot)!))];
        if (!rises.IsEmpty)
        {
            yield return new Overshoot(rises);
        }

        var hasSeveralSeeds = analysis.Configurations.Any(configuration => configuration.Runs.Length > 1);
        if (hasSeveralSeeds && analysis.Importance.FirstOrDefault(importance => importance.Compared is null) is { } whole)
        {
            yield return new VarianceShares(Wording.Response(analysis), [.. whole.All.Take(NamedShares)]);
        }
    }

    private static HeldOut? HeldOutOf(ExperimentAnalysis analysis, ImmutableArray<(string Name, Configuration Configuration)> shown, bool isConfirmed)
    {
        var metrics = analysis.Trainable.Metrics.Where(metric => metric.Examples == ExampleSet.Test).ToImmutableArray();
        ImmutableArray<string> values =
        [
            .. from pair in shown
               let own = metrics.Where(metric => pair.Configuration.Summary(metric.Name) is not null)
                   .Select(metric => $"{metric.Label} {Wording.Value(metric, pair.Configuration.Summary(metric.Name)!.Mean)}").ToList()
               where own.Count > 0
               select $"{pair.Name} {string.Join(", ", own)}",
        ];
        return values.IsEmpty ? null : new HeldOut(values, isConfirmed);
    }

    private static string Name(ExperimentAnalysis analysis, Configuration configuration) => Wording.Name(configuration, analysis.ConfigurationParameters);

    /// <summary>The compared value, or the whole configuration when several finalists have that value.</summary>
    private static string ShortName(ExperimentAnalysis analysis, Finalist finalist) => analysis.ShortName(finalist.Confirmed);
}
