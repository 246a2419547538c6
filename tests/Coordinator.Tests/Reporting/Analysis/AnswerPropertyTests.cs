using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Analysis.Findings;
using NNOptim.Reporting.Statistics;
using NNOptim.Reporting.Terminal;
using NNOptim.Training;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

/// <summary>Checks every finding of the answer about random experiments against the data, which this class reads on its own.</summary>
public partial class AnswerPropertyTests
{
    private const string Cost = "final_cost";
    private const double ConstantCost = 0.7;
    private const double ConstantAccuracy = 0.5;

    private static readonly string[] Optimizers = ["gd", "momentum", "adam"];

    /// <summary>What a run ends with: a state, a cost and an accuracy.</summary>
    private sealed record Ending(RunState State, double Cost, double Accuracy);

    /// <summary>An experiment with one or two configurations of each compared value: of each optimiser, or where there are four, of each learning rate.</summary>
    private sealed record Case(
        int Compared, int Rates, int SearchSeeds, int FreshSeeds, bool IsMaximized, bool HasConstant, bool HasFirstRound, int Style, int Seed);

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 2], Gen.Int[1, 6], Gen.Int[0, 30]),
        Gen.Select(Gen.Bool, Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))), Gen.Bool),
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, int.MaxValue]),
        (sizes, flags, noise) => new Case(sizes.Item1, sizes.Item2, sizes.Item3, sizes.Item4, flags.Item1, flags.Item2, flags.Item3, noise.Item1, noise.Item2));

    [Fact]
    public void Every_finding_agrees_with_the_data() => Cases.Sample(one => Check(Build(one)), iter: 600);

    /// <summary>The same for the terminal, which shows the answer with a table.</summary>
    [Fact]
    public void The_terminal_shows_only_numbers() =>
        Cases.Sample(
            one =>
            {
                using var console = new TestConsole().Width(100);
                ComparisonTable.Write(console, ExperimentAnalysis.Analyze(Build(one)));
                NoNumber().IsMatch(console.Output).ShouldBeFalse(console.Output);
            },
            iter: 100);

    private static void Check(ExperimentRecord experiment)
    {
        var analysis = ExperimentAnalysis.Analyze(experiment);
        var answer = Answer.Derive(analysis);
        ImmutableArray<Finding> all = [.. answer.Findings, .. answer.Limits];
        foreach (var finding in all)
        {
            NoNumber().IsMatch(finding.Sentence).ShouldBeFalse(finding.Sentence);
            finding.Sentence.ShouldEndWith(finding is Unconfirmed ? "k3f9x2ma" : ".");
            finding.Sentence.ShouldNotContain("  ");
        }

        var data = new Data(experiment);
        if (Data.Completed(data.Search).Count == 0)
        {
            answer.Findings.ShouldHaveSingleItem().ShouldBeOfType<NothingCompleted>();
            return;
        }

        if (Data.Completed(data.Last).Count == 0)
        {
            CheckUnconfirmed(answer, data);
        }
        else
        {
            CheckConfirmed(analysis, answer, data);
        }

        CheckLimits(analysis, answer, data);
        if (answer.Findings.OfType<VarianceShares>().SingleOrDefault() is { } shares)
        {
            shares.Parts.ShouldAllBe(part => part.Share > 0 && part.Share <= 1 + 1e-9);
            shares.Parts.Sum(part => part.Share).ShouldBeLessThanOrEqualTo(1 + 1e-9);
        }
    }

    private static void CheckUnconfirmed(Answer answer, Data data)
    {
        var sentences = string.Join('\n', answer.Findings.Select(finding => finding.Sentence));
        foreach (var verdict in (string[])["significant", "is better", "Use ", "interval", "p = ", "p < ", "fresh seeds ("])
        {
            sentences.ShouldNotContain(verdict);
        }

        answer.Findings.ShouldAllBe(finding => !(finding is Recommendation || finding is PairFinding || finding is FinalistScore));
        var candidate = answer.Findings[0].ShouldBeOfType<Candidate>();
        var groups = Data.Groups(data.Search);
        answer.Findings.OfType<Unconfirmed>().Any().ShouldBe(groups.Count > 1);

        // The candidate has the best mean score among those with the fewest runs without a score.
        var fewest = groups.Where(group => Data.Completed(group.Runs).Count > 0).Min(group => data.Unscored(group.Runs));
        var rivals = groups.Where(group => Data.Completed(group.Runs).Count > 0 && data.Unscored(group.Runs) == fewest).Select(group => data.MeanScore(group.Runs)).ToList();
        Near(candidate.Score.Mean, data.IsMaximized ? rivals.Max() : rivals.Min());
        candidate.Tried.ShouldBe(groups.Count);
        candidate.HasUnscored.ShouldBe(data.Unscored(data.Search) > 0);
        if (answer.Findings.OfType<ChoiceStability>().SingleOrDefault() is { Stability: var stability })
        {
            stability.SameConfiguration.ShouldBeInRange(0, stability.SameCompared);
            stability.SameCompared.ShouldBeLessThanOrEqualTo(1);
            stability.Seeds.ShouldBe(data.Search.Select(run => run.Specification.Seed).Distinct().Count());
        }
    }

    private static void CheckConfirmed(ExperimentAnalysis analysis, Answer answer, Data data)
    {
        var result = analysis.Confirmation.ShouldNotBeNull();
        answer.Findings.ShouldAllBe(finding => !(finding is Candidate || finding is Unconfirmed || finding is ChoiceStability));
        var recommendation = answer.Findings[0].ShouldBeOfType<Recommendation>();
        var leader = result.Leader.ShouldNotBeNull();
        var groups = Data.Groups(data.Last);

        // The leader has the best mean score among those with the fewest runs without a score.
        var placed = groups.Where(group => Data.Completed(group.Runs).Count > 0).ToList();
        var fewest = placed.Min(group => data.Unscored(group.Runs));
        var best = placed.Where(group => data.Unscored(group.Runs) == fewest).Select(group => data.MeanScore(group.Runs)).ToList();
        Near(data.MeanScore([.. leader.Confirmed.Runs]), data.IsMaximized ? best.Max() : best.Min());
        recommendation.Seeds.ShouldBe(data.Last.Select(run => run.Specification.Seed).Distinct().Count());
        recommendation.Rivals.Length.ShouldBe(placed.Count - 1);
        recommendation.HasUnscored.ShouldBe(data.Unscored(data.Last) > 0);
        result.Round.ShouldBe(data.Last.Max(run => run.Confirmation));

        foreach (var finalist in result.Finalists)
        {
            CheckFinalist(finalist, data, result.Finalists.Length);
        }

        var score = answer.Findings.OfType<FinalistScore>().ShouldHaveSingleItem();
        score.Finalist.ShouldBeSameAs(leader);

        result.Pairs.Length.ShouldBe(groups.Count * (groups.Count - 1) / 2);
        foreach (var pair in result.Pairs)
        {
            CheckPair(pair, data);
        }

        // The p values are corrected over all tests together.
        var tests = result.Pairs.SelectMany(pair => new[] { pair.Cost?.Test, pair.Reliability?.Test }).OfType<HolmMember>().ToList();
        (result.Tests, recommendation.Tests).ShouldBe((tests.Count, tests.Count));
        foreach (var (member, adjusted) in tests.Zip(Holm.Adjust([.. tests.Select(test => test.PValue)])))
        {
            Near(member.AdjustedPValue, adjusted);
        }

        // What the answer says of pairs is what the pairs hold, and the leader is first in each.
        var pairs = answer.Findings.OfType<PairFinding>().ToList();
        pairs.ShouldAllBe(pair => ReferenceEquals(pair.Pair.First, leader));
        pairs.Select(pair => (pair.Rival, pair.Pair.Verdict)).ShouldBe(recommendation.Rivals.Select(rival => (rival.Name, rival.Verdict)));
        var sentence = recommendation.Sentence;
        sentence.StartsWith("Use ", StringComparison.Ordinal).ShouldBe(pairs.Count > 0 && pairs.TrueForAll(pair => pair.Pair.Verdict == PairVerdict.FirstIsBetter));
        sentence.Contains("significantly better", StringComparison.Ordinal).ShouldBe(pairs.Any(pair => pair.Pair.Verdict == PairVerdict.FirstIsBetter));
        sentence.Contains("cannot tell it from", StringComparison.Ordinal).ShouldBe(recommendation.Rivals.Any(rival => rival.Verdict == PairVerdict.Undecided && rival.IsTested));
        sentence.Contains("could not be tested", StringComparison.Ordinal).ShouldBe(recommendation.Rivals.Any(rival => rival.Verdict == PairVerdict.Undecided && !rival.IsTested));
        foreach (var pair in pairs)
        {
            CheckSentence(pair);
        }

        foreach (var rival in recommendation.Rivals.Where(rival => rival.SeedsToSeparate is not null))
        {
            rival.SeedsToSeparate!.Value.ShouldBeInRange(result.LeastSeeds, 1000);
        }
    }

    private static void CheckFinalist(Finalist finalist, Data data, int finalists)
    {
        var runs = finalist.Confirmed.Runs.Where(Data.HasEnded).ToList();
        var unsuccessful = runs.Count(run => !data.IsSuccessful(run));
        (finalist.Unsuccessful?.Successes ?? 0, finalist.Unsuccessful?.Count ?? 0).ShouldBe((unsuccessful, runs.Count));
        if (finalist.Unsuccessful is { } share)
        {
            CheckShare(share.Share, share.Interval);
        }

        if (finalist.Median is { } median)
        {
            var scores = runs.Select(data.Score).OfType<double>().Order().ToList();
            scores.Count.ShouldBe(runs.Count);
            median.Interval.Low.ShouldBe(scores[median.Rank - 1]);
            median.Interval.High.ShouldBe(scores[^median.Rank]);
            median.Interval.Low.ShouldBeLessThanOrEqualTo(finalist.Confirmed.Score!.Median);
            median.Interval.High.ShouldBeGreaterThanOrEqualTo(finalist.Confirmed.Score!.Median);
            median.Coverage.ShouldBeGreaterThanOrEqualTo(1 - (0.05 / finalists));
            if (!data.IsMaximized)
            {
                median.Interval.Low.ShouldBeGreaterThanOrEqualTo(0);
            }
        }
    }

    private static void CheckPair(FinalistPair pair, Data data)
    {
        var common = (from first in pair.First.Confirmed.Runs
                      join second in pair.Second.Confirmed.Runs on first.Specification.Seed equals second.Specification.Seed
                      where Data.HasEnded(first) && Data.HasEnded(second)
                      select (First: first, Second: second)).ToList();
        var both = common.Where(runs => data.IsSuccessful(runs.First) && data.IsSuccessful(runs.Second)).ToList();

        // The difference of cost.
        (pair.Cost is null).ShouldBe(both.Count == 0);
        var byCost = 0;
        if (pair.Cost is { } cost)
        {
            cost.Seeds.ShouldBe(both.Count);
            var differences = both.Select(runs => cost.IsRatio ? Math.Log10(data.Value(runs.First) / data.Value(runs.Second)) : data.Value(runs.First) - data.Value(runs.Second)).ToList();
            var averages = differences.SelectMany((one, i) => differences.Skip(i).Select(other => (one + other) / 2)).Order().ToList();
            Near(cost.Estimate, (averages[(averages.Count - 1) / 2] + averages[averages.Count / 2]) / 2);
            cost.Test.IsRejected.ShouldBe(cost.Test.AdjustedPValue < 0.05);
            (cost.Interval is { } interval && (interval.Low > 0 || interval.High < 0)).ShouldBe(cost.Test.IsRejected);
            if (cost.Interval is { } around)
            {
                (around.Low <= cost.Estimate && cost.Estimate <= around.High).ShouldBeTrue();
                around.Low.ShouldBeGreaterThanOrEqualTo(averages[0] - 1e-9);
                around.High.ShouldBeLessThanOrEqualTo(averages[^1] + 1e-9);
            }

            byCost = cost.Test.IsRejected ? Math.Sign(cost.Estimate) * (data.IsMaximized ? 1 : -1) : 0;
            (cost.Test.IsRejected && byCost == 0).ShouldBeFalse();
        }

        // The difference in reliability.
        (pair.Reliability is null).ShouldBe(common.Count == 0);
        var byReliability = 0;
        if (pair.Reliability is { } reliability)
        {
            var firstOnly = common.Count(runs => !data.IsSuccessful(runs.First) && data.IsSuccessful(runs.Second));
            var secondOnly = common.Count(runs => data.IsSuccessful(runs.First) && !data.IsSuccessful(runs.Second));
            (reliability.Counts.FirstOnly, reliability.Counts.SecondOnly).ShouldBe((firstOnly, secondOnly));
            (reliability.Test is null).ShouldBe(firstOnly + secondOnly < 6);
            if (reliability.Test is { } test)
            {
                test.IsRejected.ShouldBe(test.AdjustedPValue < 0.05);
                byReliability = test.IsRejected ? Math.Sign(secondOnly - firstOnly) : 0;
            }
        }

        // The probability of the better score.
        var scored = common.Where(runs => data.Score(runs.First) is not null && data.Score(runs.Second) is not null).ToList();
        (pair.Superiority is null).ShouldBe(scored.Count == 0);
        if (pair.Superiority is { } chance)
        {
            CheckShare(chance.Share, chance.Interval);
            Near(chance.Share, scored.Average(runs => data.Score(runs.First) == data.Score(runs.Second) ? 0.5 : data.Score(runs.First) > data.Score(runs.Second) == data.IsMaximized ? 1 : 0));
        }

        pair.Verdict.ShouldBe((byCost, byReliability) switch
        {
            (0, 0) => PairVerdict.Undecided,
            (1, 0) or (0, 1) or (1, 1) => PairVerdict.FirstIsBetter,
            (-1, 0) or (0, -1) or (-1, -1) => PairVerdict.SecondIsBetter,
            _ => PairVerdict.Mixed,
        });
    }

    private static void CheckSentence(PairFinding finding)
    {
        var (sentence, cost) = (finding.Sentence, finding.Pair.Cost);
        if (cost is null)
        {
            sentence.ShouldContain("share no seed on which both were successful");
        }
        else if (cost.Interval is null)
        {
            sentence.ShouldContain("No test: at least ");
            cost.Test.IsRejected.ShouldBeFalse();
        }
        else
        {
            sentence.Contains("after correction: significant.", StringComparison.Ordinal).ShouldBe(cost.Test.AdjustedPValue < 0.05);
            (cost.IsRatio && cost.Test.IsRejected && EndsAtOne().IsMatch(sentence)).ShouldBeFalse(sentence);
            sentence.Contains("after correction: not significant.", StringComparison.Ordinal).ShouldBe(cost.Test.AdjustedPValue >= 0.05);
        }

        sentence.Contains("in reliability that is significant", StringComparison.Ordinal).ShouldBe(finding.Pair.Reliability?.Test?.AdjustedPValue < 0.05);
    }

    private static void CheckLimits(ExperimentAnalysis analysis, Answer answer, Data data)
    {
        var runs = analysis.Experiment.Runs;
        var unended = runs.Count(run => !Data.HasEnded(run));
        (answer.Limits.OfType<UnendedRuns>().SingleOrDefault()?.Unfinished ?? 0).ShouldBe(unended);
        var lost = runs.Count(run => run.State is RunState.Diverged or RunState.Failed);
        var unsuccessful = answer.Limits.OfType<UnsuccessfulRuns>().SingleOrDefault();
        ((unsuccessful?.Diverged + unsuccessful?.Failed) ?? 0, unsuccessful?.LearntNothing ?? 0).ShouldBe((lost, runs.Count(data.LearntNothing)));
        answer.Limits.OfType<OneSeed>().Any().ShouldBe(data.Search.Select(run => run.Specification.Seed).Distinct().Count() == 1);
        answer.Limits.OfType<UnfinishedConfirmation>().Any().ShouldBe(data.Last.Any(run => !Data.HasEnded(run)));
        answer.Limits.OfType<RepeatedConfirmation>().Any().ShouldBe(runs.Any(run => run.Confirmation > 1));
    }

    private static void CheckShare(double share, ConfidenceInterval interval)
    {
        share.ShouldBeInRange(interval.Low - 1e-12, interval.High + 1e-12);
        interval.Low.ShouldBeGreaterThanOrEqualTo(0);
        interval.High.ShouldBeLessThanOrEqualTo(1);
    }

    private static void Near(double actual, double expected) => actual.ShouldBe(expected, 1e-9 * Math.Max(1, Math.Abs(expected)));

    private static ExperimentRecord Build(Case one)
    {
        var random = new Random(one.Seed);
        var endings = new Dictionary<(string, double, uint), Ending>();
        Ending Of(NetworkRun run)
        {
            var key = (run.Optimizer.Rule.Name, run.LearningRate, run.Seed);
            return endings.TryGetValue(key, out var known) ? known : endings[key] = Draw(one.Style, random, run);
        }

        return new SyntheticExperiment
        {
            Optimizers = one.Compared == 4 ? ["adam"] : Optimizers[..one.Compared],
            LearningRates = one.Compared == 4 ? [0.01, 0.02, 0.03, 0.04] : [.. Enumerable.Range(1, one.Rates).Select(i => 0.01 * i)],
            Seeds = [.. Enumerable.Range(1, one.SearchSeeds)],
            FreshSeeds = one.FreshSeeds == 0 ? [] : one.HasFirstRound ? [[51, 52, 53], Fresh(one.FreshSeeds)] : [Fresh(one.FreshSeeds)],
            IsFinalist = run => one.Compared == 4 || run.LearningRate == 0.01 || one.Seed % 3 == 0,
            Objective = one.IsMaximized ? "train_accuracy" : null,
            ConstantCost = one.HasConstant ? ConstantCost : null,
            ConstantAccuracy = one.HasConstant ? ConstantAccuracy : null,
            Epochs = 1,
            RecordEvery = 1,
            Cost = (run, _) => Of(run) is { State: RunState.Diverged } ? double.NaN : Of(run).Cost,
            Accuracy = (run, _) => Of(run).Accuracy,
            Change = run => Of(NetworkTrainable.Standard.Read(run.Specification)).State switch
            {
                RunState.Failed => run with { State = RunState.Failed, Result = null, Costs = [], FailureReason = "lost" },
                RunState.Pending => run with { State = RunState.Pending, Result = null, Costs = [] },
                _ => run,
            },
        }.Build();

        static int[] Fresh(int count) => [.. Enumerable.Range(101, count)];
    }

    /// <summary>Each style is a kind of data: apart, near, tied, with zeros, huge, mostly lost, or unfinished.</summary>
    private static Ending Draw(int style, Random random, NetworkRun run)
    {
        var lead = SyntheticExperiment.NumberOf(run) + (50 * (run.LearningRate - 0.01));
        var state = random.NextDouble() switch
        {
            < 0.06 => RunState.Diverged,
            < 0.1 => RunState.Failed,
            _ => RunState.Completed,
        };
        var noise = random.NextDouble();
        return style switch
        {
            0 => new Ending(state, 0.1 + (0.1 * lead) + (0.05 * noise), 0.95 - (0.1 * lead) - (0.05 * noise)),
            1 => new Ending(state, 0.1 + (0.01 * lead) + (0.1 * noise), 0.95 - (0.01 * lead) - (0.1 * noise)),
            2 => new Ending(state, random.Next(1, 4) * 0.2, random.Next(4, 9) * 0.1),
            3 => new Ending(state, random.Next(3) == 0 ? 0 : noise, random.Next(3) == 0 ? 1 : noise),
            4 => new Ending(state, Math.Pow(10, 300 * noise), noise),
            5 => new Ending(random.NextDouble() < 0.25 * lead + 0.2 ? RunState.Diverged : state, noise * 0.8, 0.4 + (0.6 * noise)),
            _ => new Ending(random.Next(5) == 0 ? RunState.Pending : state, 0.3 + (0.4 * noise), 0.7),
        };
    }

    /// <summary>A second reading of the runs, which shares no code with the analysis.</summary>
    private sealed class Data(ExperimentRecord experiment)
    {
        public bool IsMaximized { get; } = experiment.Specification.Objective == "train_accuracy";

        public ImmutableArray<RunRecord> Search { get; } = [.. experiment.Runs.Where(run => run.Confirmation == 0)];

        public ImmutableArray<RunRecord> Last { get; } =
            [.. experiment.Runs.Where(run => run.Confirmation > 0 && run.Confirmation == experiment.Runs.Max(other => other.Confirmation))];

        private double? Constant { get; } = experiment.Runs.Any(run => run.Metric("constant_cost") is not null)
            ? experiment.Specification.Objective == "train_accuracy" ? ConstantAccuracy : ConstantCost
            : null;

        public static bool HasEnded(RunRecord run) => run.State is RunState.Completed or RunState.Diverged or RunState.Failed;

        public static List<RunRecord> Completed(IEnumerable<RunRecord> runs) => [.. runs.Where(run => run.State == RunState.Completed)];

        public static List<(string Key, ImmutableArray<RunRecord> Runs)> Groups(IEnumerable<RunRecord> runs) =>
        [
            .. runs.GroupBy(run => $"{run.Specification.Values["optimizer"]} {run.Specification.Values["learning_rate"]}").Select(group => (group.Key, group.ToImmutableArray())),
        ];

        public double Value(RunRecord run) => run.Metric(experiment.Specification.Objective)!.Value;

        public bool LearntNothing(RunRecord run) => run.State == RunState.Completed && Constant is not null
            && run.Metric(Cost) >= 0.99 * ConstantCost && run.Metric("train_accuracy") <= ConstantAccuracy;

        public bool IsSuccessful(RunRecord run) => run.State == RunState.Completed && !LearntNothing(run);

        public double? Score(RunRecord run) => !HasEnded(run) ? null
            : run.State != RunState.Completed ? Constant
            : Constant is not { } limit ? Value(run)
            : IsMaximized ? Math.Max(limit, Value(run)) : Math.Min(limit, Value(run));

        public int Unscored(IEnumerable<RunRecord> runs) => runs.Count(run => HasEnded(run) && Score(run) is null);

        public double MeanScore(IEnumerable<RunRecord> runs)
        {
            var scores = runs.Select(Score).OfType<double>().ToList();
            return scores.Sum(score => score / scores.Count);
        }
    }

    [GeneratedRegex(@"interval (\[1,|\[[^,\]]*, 1\])")]
    private static partial Regex EndsAtOne();

    [GeneratedRegex(@"NaN|Infinity|\u221e")]
    private static partial Regex NoNumber();
}
