using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Networks;
using NNOptim.Training.Randomness;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training;

public class RandomnessTests
{
    [Fact]
    public void Permutations_equal_those_of_numpy()
    {
        foreach (var entry in ReferenceData.Read("moons_reference.json").GetProperty("permutations").EnumerateObject())
        {
            var order = new int[300];
            new RandomState(uint.Parse(entry.Name, CultureInfo.InvariantCulture)).Permutation(order);
            order.ShouldBe(ReferenceData.Integers(entry.Value), $"seed {entry.Name}");
        }
    }

    [Fact]
    public void Epochs_shuffle_by_the_seed_plus_one_plus_the_epoch_modulo_2_to_the_32()
    {
        var permutations = ReferenceData.Read("moons_reference.json").GetProperty("permutations");
        var shuffles = new EpochPermutations(10, 300);
        shuffles.ForEpoch(0).ToArray().ShouldBe(ReferenceData.Integers(permutations.GetProperty("11")));
        shuffles.ForEpoch(1).ToArray().ShouldBe(ReferenceData.Integers(permutations.GetProperty("12")));

        var wrapping = new EpochPermutations(uint.MaxValue - 1, 300);
        wrapping.ForEpoch(1).ToArray().ShouldBe(ReferenceData.Integers(permutations.GetProperty("0")));
        wrapping.ForEpoch(0).ToArray().ShouldBe(ReferenceData.Integers(permutations.GetProperty("4294967295")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(1797)]
    [InlineData(5000)]
    public void Orders_shuffled_together_equal_those_shuffled_alone(int examples)
    {
        var shuffles = new EpochPermutations(4294967290, examples);
        var random = new RandomState(0);
        var expected = new int[examples];
        foreach (var epoch in Enumerable.Range(0, 40).Append(3).Append(1000))
        {
            random.Reseed(unchecked(4294967290 + 1 + (uint)epoch));
            random.Permutation(expected);
            shuffles.ForEpoch(epoch).ToArray().ShouldBe(expected);
        }
    }

    [Fact]
    public void Moons_agree_with_scikit_learn()
    {
        var reference = ReferenceData.Read("moons_reference.json").GetProperty("moons");
        var moons = DatasetLoader.Load(new DatasetSpecification { Kind = DatasetKind.Moons }).Train;

        moons.Labels.ToArray().ShouldBe(ReferenceData.Numbers(reference.GetProperty("Y")));
        ShouldAgree(moons.Inputs.AsSpan(), ReferenceData.Numbers(reference.GetProperty("X")));
    }

    [Fact]
    public void Initial_parameters_agree_with_numpy()
    {
        var reference = ReferenceData.Read("moons_reference.json").GetProperty("initial_parameters");
        var expected = new[] { "W1", "b1", "W2", "b2", "W3", "b3" }
            .SelectMany(name => ReferenceData.Numbers(reference.GetProperty(name))).ToArray();

        ShouldAgree(ParameterInitializer.Draw(new NetworkSpecification { Layers = [2, 5, 2, 1] }, 3), expected);
    }

    private static void ShouldAgree(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            // Near-zero coordinates are differences of larger numbers, so they agree only to the last digit of those.
            actual[i].ShouldBe(expected[i], Math.Max(1, Math.Abs(expected[i])) * 1e-14);
        }
    }
}
