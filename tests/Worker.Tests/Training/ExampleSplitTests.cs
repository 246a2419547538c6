using System.Text.Json;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Splits;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training;

public class ExampleSplitTests
{
    private static readonly JsonElement Reference = ReferenceData.Read("splits_reference.json");
    private static readonly DatasetSpecification Any = new() { Kind = DatasetKind.Csv };

    private static readonly Gen<(double[] Labels, uint Seed, double Fraction, int Folds)> AnySplit =
        Gen.Select(Gen.Int[0, 2].Select(label => (double)label).Array[4, 60], Gen.UInt, Gen.Double[0.01, 0.6], Gen.Int[2, 4]);

    [Theory]
    [InlineData("random")]
    [InlineData("stratified")]
    [InlineData("grouped")]
    [InlineData("folds")]
    [InlineData("stratified_folds")]
    [InlineData("grouped_folds")]
    [InlineData("ordered_folds")]
    public void The_parts_are_those_of_scikit_learn(string name)
    {
        foreach (var wanted in Reference.GetProperty(name).EnumerateArray())
        {
            var labels = wanted.TryGetProperty("labels", out var given) ? ReferenceData.Numbers(given) : null;
            var groups = wanted.TryGetProperty("groups", out var codes) ? ReferenceData.Integers(codes) : null;
            var examples = labels?.Length ?? groups?.Length ?? wanted.GetProperty("examples").GetInt32();
            var specification = Any with
            {
                SplitSeed = wanted.GetProperty("seed").GetUInt32(),
                TestFraction = wanted.TryGetProperty("fraction", out var fraction) ? fraction.GetDouble() : 0,
                Folds = wanted.TryGetProperty("folds", out var folds) ? folds.GetInt32() : 0,
                Stratify = labels is not null,
                Split = name == "ordered_folds" ? SplitKind.Ordered : SplitKind.Random,
            };
            foreach (var (place, parts) in wanted.GetProperty("parts").EnumerateArray().Index())
            {
                var actual = ExampleSplit.Choose(
                    specification with { Fold = specification.Folds > 0 ? place + 1 : 0 }, labels ?? new double[examples], ClassesOf(labels), groups);
                actual.Train.ShouldBe(ReferenceData.Integers(parts.GetProperty("train")));
                actual.Test.ShouldBe(ReferenceData.Integers(parts.GetProperty("test")));
            }
        }
    }

    [Fact]
    public void Every_example_is_in_one_part() => AnySplit.Sample(given =>
    {
        foreach (var (specification, labels, groups) in WaysOf(given))
        {
            ShouldPartition(ExampleSplit.Choose(specification, labels, 3, groups), labels.Length);
        }
    });

    [Fact]
    public void Each_class_keeps_its_share() => AnySplit.Sample(given =>
    {
        var parts = ExampleSplit.Choose(Any with { Stratify = true, TestFraction = given.Fraction, SplitSeed = given.Seed }, Twice(given.Labels), 3);
        var labels = Twice(given.Labels);
        foreach (var members in labels.GroupBy(label => label))
        {
            var held = parts.Test.Count(example => labels[example] == members.Key);

            // The test part is rounded up, and a class has its share of it or one more or less.
            Math.Abs(held - given.Fraction * members.Count()).ShouldBeLessThan(2.0);
        }
    });

    [Fact]
    public void No_group_is_on_both_sides() => AnySplit.Sample(given =>
    {
        int[] groups = [0, 1, 2, 3, .. given.Labels.Select((_, place) => place % 7)];
        var labels = new double[groups.Length];
        foreach (var specification in (ReadOnlySpan<DatasetSpecification>)
            [Any with { TestFraction = given.Fraction, SplitSeed = given.Seed }, Any with { Folds = given.Folds, Fold = given.Folds }])
        {
            var parts = ExampleSplit.Choose(specification, labels, 0, groups);
            parts.Train.Select(example => groups[example]).Intersect(parts.Test.Select(example => groups[example])).ShouldBeEmpty();
            ShouldPartition(parts, labels.Length);
        }
    });

    [Fact]
    public void Every_example_is_a_test_example_of_one_fold() => AnySplit.Sample(given =>
    {
        var labels = Twice(given.Labels);
        foreach (var stratify in (ReadOnlySpan<bool>)[false, true])
        {
            var specification = Any with { Folds = given.Folds, Stratify = stratify, SplitSeed = given.Seed };
            if (stratify && labels.GroupBy(label => label).Max(members => members.Count()) < given.Folds)
            {
                continue;
            }

            var tested = Enumerable.Range(1, given.Folds).SelectMany(fold => ExampleSplit.Choose(specification with { Fold = fold }, labels, 3).Test);
            tested.Order().ShouldBe(Enumerable.Range(0, labels.Length));
        }
    });

    [Fact]
    public void Without_a_fraction_and_without_folds_all_examples_are_for_training()
    {
        var parts = ExampleSplit.Choose(Any, [0, 1, 0], 2, null, [2, 1, 0]);
        parts.Train.ShouldBe([0, 1, 2]);
        parts.Test.ShouldBeEmpty();
    }

    [Fact]
    public void An_ordered_split_holds_out_the_last_in_time()
    {
        var ordered = Any with { Split = SplitKind.Ordered, TestFraction = 0.3 };
        var parts = ExampleSplit.Choose(ordered, new double[5], 0, null, [7, 3, 7, 1, 3]);
        parts.Train.ShouldBe([3, 1, 4]);
        parts.Test.ShouldBe([0, 2]);
        ExampleSplit.Choose(ordered, new double[5], 0).Test.ShouldBe([3, 4]);
    }

    [Fact]
    public void The_folds_of_an_ordered_split_follow_the_order_of_time()
    {
        var parts = ExampleSplit.Choose(
            Any with { Split = SplitKind.Ordered, Folds = 2, Fold = 2 }, new double[6], 0, null, [5, 4, 3, 2, 1, 0]);
        parts.Train.ShouldBe([5, 4, 3, 2]);
        parts.Test.ShouldBe([1, 0]);
    }

    [Fact]
    public void The_only_example_of_a_class_is_for_training()
    {
        var stratified = Any with { Stratify = true, TestFraction = 0.5, Table = new() { Classes = ["cat", "dog", "eel"] } };
        double[] labels = [0, 2, 0, 1, 0, 0];
        var parts = ExampleSplit.Choose(stratified, labels, 3);
        parts.Train.ShouldContain(1);
        parts.Train.ShouldContain(3);
        parts.Test.Length.ShouldBe(2);
        parts.Notes.ShouldBe(["The classes dog and eel have one example each, which is for training, so the test examples do not show how well they are learnt."]);
        ExampleSplit.Choose(stratified, [0, 0, 1], 2).Notes.Length.ShouldBe(1);
    }

    [Fact]
    public void A_stratified_part_may_have_fewer_examples_than_classes()
    {
        var parts = ExampleSplit.Choose(Any with { Stratify = true, TestFraction = 0.1 }, [.. Enumerable.Range(0, 20).Select(i => (double)(i / 2))], 10);
        (parts.Train.Length, parts.Test.Length).ShouldBe((18, 2));
        parts.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_class_in_the_test_part_alone_is_told()
    {
        var parts = ExampleSplit.Choose(Any with { Split = SplitKind.Ordered, TestFraction = 0.5 }, [0, 0, 1, 1], 2);
        parts.Notes.ShouldBe(["Class 1 occurs in the test examples alone, so the training cannot learn it."]);
        ExampleSplit.Choose(Any with { Split = SplitKind.Ordered, Folds = 2, Fold = 1 }, [0, 0, 1, 1, 1, 1], 2).Notes
            .ShouldBe(["Class 1 occurs in the test examples of fold 1 of 2 alone, so the training cannot learn it."]);
    }

    [Fact]
    public void A_class_with_fewer_examples_than_folds_is_told() =>
        ExampleSplit.Choose(Any with { Stratify = true, Folds = 3, Fold = 1 }, [0, 0, 0, 1, 1], 2).Notes
            .ShouldBe(["Class 1 has fewer examples than the 3 folds, so some folds have none of it."]);

    [Fact]
    public void What_leaves_a_part_empty_is_refused()
    {
        Refusal(Any with { TestFraction = 0.99 }, new double[5]).ShouldStartWith("dataset.test_fraction: 0.99 of 5 examples leaves none");
        Refusal(Any with { TestFraction = double.NaN }, new double[5]).ShouldStartWith("dataset.test_fraction: NaN");
        Refusal(Any with { TestFraction = 0.3 }, new double[3], [4, 4, 4]).ShouldStartWith("dataset.group: all examples are in one group");
        Refusal(Any with { TestFraction = 0.9 }, new double[3], [4, 5, 4]).ShouldStartWith("dataset.test_fraction: 0.9 of 2 groups");
        Refusal(Any with { TestFraction = 0.3, Stratify = true }, [0, 1, 2]).ShouldStartWith("dataset.stratify");
        Refusal(Any, []).ShouldStartWith("dataset");
    }

    [Fact]
    public void Fewer_examples_than_folds_are_refused()
    {
        var folds = Any with { Folds = 3, Fold = 1 };
        Refusal(folds, new double[2]).ShouldStartWith("dataset.folds: 3 folds need at least 3 examples, and there are 2");
        Refusal(folds, new double[9], [.. Enumerable.Range(0, 9).Select(i => i % 2)]).ShouldContain("3 groups, and there are 2");
        Refusal(folds with { Stratify = true }, [0, 0, 1, 1]).ShouldContain("of one class");
        Refusal(folds with { Split = SplitKind.Ordered }, new double[3]).ShouldContain("at least 4 examples");
        Refusal(folds with { Fold = 4 }, new double[9]).ShouldStartWith("grid.fold: 4");
        Refusal(folds with { Fold = 0 }, new double[9]).ShouldStartWith("grid.fold: 0");
        Refusal(folds with { Folds = 1 }, new double[9]).ShouldStartWith("dataset.folds: 1");
    }

    [Fact]
    public void Properties_that_contradict_each_other_are_refused_together()
    {
        var error = Should.Throw<DatasetException>(() =>
            ExampleSplit.Choose(Any with { Stratify = true, Split = SplitKind.Ordered, TestFraction = 0.2, Folds = 2, Fold = 1 }, [1, 2], 0, [0, 1]));
        error.Errors.Length.ShouldBe(4);
    }

    [Fact]
    public void Labels_are_standardised_as_in_scikit_learn()
    {
        foreach (var wanted in Reference.GetProperty("standardised_labels").EnumerateArray())
        {
            var (mean, scale) = Standardizer.FitLabels(DataOf([], ReferenceData.Numbers(wanted.GetProperty("labels"))));
            mean.ShouldBe(ReferenceData.Number(wanted.GetProperty("mean")), 1e-8);
            scale.ShouldBe(ReferenceData.Number(wanted.GetProperty("scale")), 1e-8);
        }

        Standardizer.FitLabels(DataOf([], [2, 2, 2])).ShouldBe((2, 1));
    }

    [Fact]
    public void Features_that_are_not_chosen_keep_their_values()
    {
        var data = new TrainingData(DataOf(["a", "b"], [0, 1], 1, 4, 3, 8), DataOf(["a", "b"], [0], 5, 6)) { Notes = ["a note"] };
        var transformed = Standardizer.Apply(data, [true, false]);
        transformed.Train.Inputs.ShouldBe([-1.0, 4, 1, 8]);
        transformed.Test!.Inputs.ShouldBe([3.0, 6]);
        transformed.Notes.ShouldBe(["a note"]);
        Should.Throw<ArgumentException>(() => Standardizer.Apply(data, [true]));
    }

    private static Dataset DataOf(string[] features, double[] labels, params double[] inputs) => new()
    {
        Inputs = [.. inputs],
        Labels = [.. labels],
        FeatureNames = [.. features],
        Task = LearningTask.Regression,
        Classes = 0,
    };

    private static int ClassesOf(double[]? labels) => labels is null ? 0 : (int)labels.Max() + 1;

    private static double[] Twice(double[] labels) => [.. labels, .. labels];

    private static IEnumerable<(DatasetSpecification Specification, double[] Labels, int[]? Groups)> WaysOf(
        (double[] Labels, uint Seed, double Fraction, int Folds) given)
    {
        var (fraction, folds) = (Any with { TestFraction = given.Fraction, SplitSeed = given.Seed }, Any with { Folds = given.Folds, Fold = 1, SplitSeed = given.Seed });
        yield return (fraction, given.Labels, null);
        yield return (fraction with { Stratify = true }, Twice(given.Labels), null);
        yield return (fraction with { Split = SplitKind.Ordered }, given.Labels, null);
        yield return (folds, given.Labels, null);
        yield return (folds with { Stratify = true }, [.. Twice(given.Labels), 0, 0, 0, 0], null);
    }

    private static void ShouldPartition(ExampleParts parts, int examples)
    {
        parts.Train.ShouldNotBeEmpty();
        parts.Test.ShouldNotBeEmpty();
        parts.Train.Concat(parts.Test).Order().ShouldBe(Enumerable.Range(0, examples));
    }

    private static string Refusal(DatasetSpecification specification, double[] labels, int[]? groups = null) =>
        Should.Throw<DatasetException>(() => ExampleSplit.Choose(specification, labels, specification.Stratify ? 3 : 0, groups)).Message;
}
