using System.Collections.Immutable;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Search;

namespace NNOptim.Coordinator.Tests.Scheduling;

/// <summary>Which configurations a confirmation trains again, and on which seeds.</summary>
public class FinalistsTests
{
    private static readonly Trainable Model = NNOptim.Shared.Tests.Experiments.Declarations.Model;

    /// <summary>Two rules, of which only adam has a decay; two rates; two seeds. The runs 1-4 are of gd, 5-12 of adam.</summary>
    private static readonly ExperimentSpecification Grid = ExperimentSpecification.Create(
        "grid",
        Model,
        new DatasetSpecification { Kind = DatasetKind.Moons },
        ("rule", ParameterValue.Names("gd", "adam")),
        ("steps", ParameterValue.Integers(5)),
        ("adam_beta1", ParameterValue.Numbers(0.8, 0.9)),
        ("rate", ParameterValue.Numbers(0.1, 0.2)),
        ("seed", ParameterValue.Integers(1, 2)));

    private static readonly ImmutableArray<RunSpecification> Runs = ExperimentGrid.Expand(Grid);

    [Fact]
    public void The_best_of_each_level_are_chosen_in_the_order_of_the_axis()
    {
        var costs = new double[] { 4, 4, 3, 3, 9, 9, 8, 8, 1, 1, 2, 2 };

        Numbers(Choose(new(1, "rule", 2), costs)).ShouldBe([3, 9]);
        Numbers(Choose(new(2, "rule", 2), costs)).ShouldBe([3, 1, 9, 11]);
        Numbers(Choose(new(3, null, 2), costs)).ShouldBe([9, 11, 3]);
        Numbers(Choose(new(1, "adam_beta1", 2), costs)).ShouldBe([7, 9], "gd has no decay, so it belongs to no level");
        Numbers(Choose(new(1000, "rate", 2), costs)).Length.ShouldBe(6);
    }

    [Fact]
    public void A_larger_value_is_better_when_the_objective_is_maximised()
    {
        var accuracies = new double[] { 0.5, 0.5, 0.6, 0.6, 0.9, 0.9, 0.8, 0.8, 0.7, 0.7, 0.1, 0.1 };

        Numbers(Finalists.Choose(Grid with { Objective = "accuracy" }, new(1, null, 2), Scored(accuracies), null)).ShouldBe([5]);
    }

    [Fact]
    public void A_failed_run_scores_as_a_constant_prediction_where_that_is_known()
    {
        var costs = new double?[] { 0.1, null, 0.3, 0.3, 9, 9, 9, 9, 9, 9, 9, 9 };

        Numbers(Finalists.Choose(Grid, new(1, null, 2), Scored(costs), 0.4)).ShouldBe([1], "its mean is 0.25");
        Numbers(Finalists.Choose(Grid, new(1, null, 2), Scored(costs), 0.7)).ShouldBe([3], "the mean of the other is 0.4");
        Numbers(Finalists.Choose(Grid, new(2, "rule", 2), Scored(costs), null)).ShouldBe([3, 1, 5, 7], "a run without a score counts first");
    }

    [Fact]
    public void Without_a_completed_run_a_configuration_is_no_finalist()
    {
        var runs = Scored(new double[] { 1, 1, 2, 2, 9, 9, 9, 9, 9, 9, 9, 9 }).Select(run => run.Run.Number <= 2 ? run with { State = RunState.Diverged } : run);

        Numbers(Finalists.Choose(Grid, new(1, "rule", 2), runs, null)).ShouldBe([3, 5]);
    }

    [Fact]
    public void Cancelled_runs_count_as_no_runs()
    {
        var runs = Scored(new double[] { 1, 1, 2, 2, 9, 9, 9, 9, 9, 9, 9, 9 })
            .Select(run => run.Run.Number == 1 ? run with { State = RunState.Cancelled, Score = null } : run);

        Numbers(Finalists.Choose(Grid, new(1, null, 2), runs, null)).ShouldBe([2], "the first run that counts stands for its configuration");
    }

    [Fact]
    public void The_choice_does_not_depend_on_the_order_of_the_runs_and_contains_the_best() =>
        Gen.Select(Gen.Int[0, 5].Array[12], Gen.Int[0, 3].Array[12], Gen.Int[1, 3], Gen.Int).Sample((scores, states, finalists, seed) =>
        {
            var runs = Runs.Select(run => states[run.Number - 1] switch
            {
                0 => new ScoredRun(run, RunState.Failed, null),
                1 => new ScoredRun(run, RunState.Diverged, scores[run.Number - 1]),
                _ => new ScoredRun(run, RunState.Completed, scores[run.Number - 1]),
            }).ToArray();
            var shuffled = runs.ToArray();
            new Random(seed).Shuffle(shuffled);

            var chosen = Finalists.Choose(Grid, new(finalists, "rule", 2), runs, 5);

            // Whole numbers have exact sums, and ties go to the first run of a configuration, which the order may change.
            Keys(Finalists.Choose(Grid, new(finalists, "rule", 2), shuffled.OrderBy(run => run.Run.Number), 5)).ShouldBe(Keys(chosen));
            var means = runs.GroupBy(run => run.Run.Values).Where(group => group.Any(run => run.State == RunState.Completed))
                .ToDictionary(group => group.Key, group => (Rule: group.First().Run.Text(Grid.Trainable.FindParameter("rule")!), Mean: group.Average(run => run.Score ?? 5)));
            foreach (var level in chosen.GroupBy(run => means[run.Values].Rule))
            {
                var best = means.Values.Where(mean => mean.Rule == level.Key).Select(mean => mean.Mean).Order().Take(finalists);
                level.Select(run => means[run.Values].Mean).ShouldBe(best);
            }
        });

    [Fact]
    public void Fresh_seeds_follow_the_largest_and_start_again_at_the_end() =>
        Gen.Select(Gen.OneOf(Gen.UInt, Gen.UInt[uint.MaxValue - 5, uint.MaxValue], Gen.UInt[0, 5]).HashSet[1, 8], Gen.Int[1, 30]).Sample((used, count) =>
        {
            var fresh = FreshSeeds.After(Model.Replicate, used, count);

            fresh.Length.ShouldBe(count);
            fresh.ShouldBeUnique();
            fresh.ShouldAllBe(seed => !used.Contains(seed));
            var distances = fresh.Select(seed => unchecked(seed - used.Max())).ToList();
            distances.ShouldBe(distances.Order());
            distances[^1].ShouldBeLessThanOrEqualTo((uint)(count + used.Count), "only used seeds are skipped");
        });

    [Fact]
    public void A_replicate_of_few_values_has_few_fresh_ones()
    {
        var fold = new Parameter("fold", "grid.fold", new IntegerType(1, 5), "The fold.") { Role = ParameterRole.Replicate };

        FreshSeeds.After(fold, new HashSet<uint> { 2, 4 }, 2).ShouldBe([5u, 1u]);
        FreshSeeds.After(fold, new HashSet<uint> { 2, 4 }, 10).ShouldBe([5u, 1u, 3u]);
        FreshSeeds.After(fold, new HashSet<uint> { 1, 2, 3, 4, 5 }, 2).ShouldBeEmpty();
    }

    private static ImmutableArray<RunSpecification> Choose(ConfirmationSpecification confirmation, double[] scores) => Finalists.Choose(Grid, confirmation, Scored(scores), null);

    private static IEnumerable<ScoredRun> Scored(IReadOnlyList<double> scores) => Scored(scores.Select(score => (double?)score).ToList());

    private static IEnumerable<ScoredRun> Scored(IReadOnlyList<double?> scores) =>
        Runs.Select(run => new ScoredRun(run, scores[run.Number - 1] is null ? RunState.Failed : RunState.Completed, scores[run.Number - 1]));

    private static int[] Numbers(ImmutableArray<RunSpecification> runs) => [.. runs.Select(run => run.Number)];

    private static IEnumerable<ParameterValues> Keys(ImmutableArray<RunSpecification> runs) => runs.Select(run => run.Values);
}
