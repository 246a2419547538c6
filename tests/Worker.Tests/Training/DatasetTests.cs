using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training;

public class DatasetTests
{
    private static readonly JsonElement Reference = ReferenceData.Read("datasets_reference.json");

    private static readonly DatasetSpecification Blobs = new()
    {
        Kind = DatasetKind.Blobs,
        Examples = 23,
        Features = 3,
        Centers = 4,
        ClusterStandardDeviation = 1.5,
        Seed = 11,
    };

    [Fact]
    public void Generated_data_agree_with_scikit_learn()
    {
        ShouldAgree("moons", new() { Kind = DatasetKind.Moons, Examples = 31, Noise = 0.3, Seed = 7 });
        ShouldAgree("circles", new() { Kind = DatasetKind.Circles, Examples = 25, Noise = 0.1, Factor = 0.5, Seed = uint.MaxValue });
        ShouldAgree("blobs", Blobs);
    }

    [Fact]
    public void The_hash_of_values_is_that_of_their_bytes()
    {
        var train = new Dataset { Inputs = [1.5, -2.0], Labels = [0, 1], FeatureNames = ["x"], Task = LearningTask.Classification, Classes = 2 };
        var test = train with { Inputs = [3.25], Labels = [1] };

        // hashlib.sha256(struct.pack("<6d", 1.5, -2.0, 0.0, 1.0, 3.25, 1.0)).hexdigest()
        DatasetLoader.ValuesSha256(new(train, test)).ShouldBe("d8d69c09f0e304f7468a4915446fe93745b329a75580eef32dfd72f0890bae72");
        DatasetLoader.ValuesSha256(new(train, null)).ShouldNotBe(DatasetLoader.ValuesSha256(new(train with { Labels = [1, 0] }, null)));
    }

    [Fact]
    public void Split_and_standardisation_agree_with_scikit_learn()
    {
        var data = DatasetLoader.Load(Blobs with { TestFraction = 0.3, SplitSeed = 5, Standardize = StandardizedFeatures.All });
        var expected = Reference.GetProperty("split");

        ShouldAgree(data.Train.Inputs.AsSpan(), ReferenceData.Numbers(expected.GetProperty("train")));
        ShouldAgree(data.Test!.Inputs.AsSpan(), ReferenceData.Numbers(expected.GetProperty("test")));
        data.Train.Labels.ToArray().ShouldBe(ReferenceData.Numbers(expected.GetProperty("train_labels")));
        data.Test.Labels.ToArray().ShouldBe(ReferenceData.Numbers(expected.GetProperty("test_labels")));
        data.Test.Classes.ShouldBe(4);
    }

    [Fact]
    public void Digits_are_those_of_scikit_learn()
    {
        var data = DatasetLoader.Load(new() { Kind = DatasetKind.Digits, TestFraction = 0.25, SplitSeed = 5 });
        var expected = Reference.GetProperty("digits");

        (data.Train.Examples + data.Test!.Examples, data.Train.Features, data.Train.Classes).ShouldBe((1797, 64, 10));
        data.Test.Labels.Take(40).ShouldBe(ReferenceData.Numbers(expected.GetProperty("test_labels")));
        data.Test.Example(0).ToArray().ShouldBe(ReferenceData.Numbers(expected.GetProperty("first_test")));
        var sums = Enumerable.Range(0, 64).Select(f => Enumerable.Range(0, data.Train.Examples).Sum(e => data.Train.Example(e)[f]));
        sums.ShouldBe(ReferenceData.Numbers(expected.GetProperty("sums")));
    }

    [Fact]
    public void The_digits_attribution_is_bundled()
    {
        using var stream = typeof(DatasetLoader).Assembly.GetManifestResourceStream("digits.ATTRIBUTION.md");
        new StreamReader(stream!).ReadToEnd().ShouldContain("CC BY 4.0");
    }

    [Fact]
    public void A_constant_feature_is_only_shifted()
    {
        using var file = new TemporaryFile("a,b,label\n5,1,0\n5,3,1\n");
        var data = DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path, Standardize = StandardizedFeatures.All }).Train;
        data.Inputs.ShouldBe([0.0, -1, 0, 1]);
    }

    [Fact]
    public void Generated_data_out_of_range_are_refused_with_every_error()
    {
        var error = Should.Throw<DatasetException>(() =>
            DatasetLoader.Load(new() { Kind = DatasetKind.Circles, Examples = 1, Factor = 1, Noise = double.NaN }));
        error.Errors.Length.ShouldBe(3);
    }

    [Fact]
    public void A_split_that_leaves_nothing_to_train_on_is_refused() =>
        Should.Throw<DatasetException>(() => DatasetLoader.Load(Blobs with { TestFraction = 0.99 }));

    private static void ShouldAgree(string name, DatasetSpecification specification)
    {
        var data = DatasetLoader.Load(specification).Train;
        var expected = Reference.GetProperty(name);
        ShouldAgree(data.Inputs.AsSpan(), ReferenceData.Numbers(expected.GetProperty("X")));
        data.Labels.ToArray().ShouldBe(ReferenceData.Numbers(expected.GetProperty("y")));
    }

    private static void ShouldAgree(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], Math.Max(1, Math.Abs(expected[i])) * 1e-14);
        }
    }
}
