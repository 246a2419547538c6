using System.Runtime.InteropServices;
using NNOptim.Experiments;
using NNOptim.Training.Numerics;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Datasets;

/// <summary>
/// scikit-learn's generators of toy data (sklearn/datasets/_samples_generator.py, version 1.2) with numpy's legacy <c>RandomState</c>.
/// Every number agrees with scikit-learn's to 1e-14 (relative if it is above 1).
/// </summary>
internal static class GeneratedDatasets
{
    /// <summary>Requires that a generated kind's properties are in their ranges. Accepts the other kinds.</summary>
    /// <exception cref="DatasetException">A property is out of its range.</exception>
    public static void Check(DatasetSpecification specification)
    {
        if (specification.Kind is not (DatasetKind.Moons or DatasetKind.Circles or DatasetKind.Blobs))
        {
            return;
        }

        var blobs = specification.Kind == DatasetKind.Blobs;
        var errors = new ErrorList();
        Require(specification.Examples >= 2, "examples", specification.Examples, "2 or more");
        Require(blobs || specification.Noise is >= 0 and < double.PositiveInfinity, "noise", specification.Noise, "0 or more");
        Require(
            specification.Kind != DatasetKind.Circles || specification.Factor is >= 0 and < 1,
            "factor", specification.Factor, "in [0, 1)");
        Require(!blobs || specification.Centers >= 2, "centers", specification.Centers, "2 or more");
        Require(!blobs || specification.Features >= 1, "features", specification.Features, "1 or more");
        Require(
            !blobs || specification.ClusterStandardDeviation is >= 0 and < double.PositiveInfinity,
            "cluster_std", specification.ClusterStandardDeviation, "0 or more");
        errors.ThrowIfAny();
        DatasetLimits.RequireGenerated("examples", specification.Examples, blobs ? specification.Features : 2);
        if (blobs)
        {
            DatasetLimits.RequireGenerated("centers", specification.Centers, specification.Features);
        }

        void Require(bool holds, string key, double value, string allowed)
        {
            if (!holds)
            {
                errors.Add($"dataset.{key}: {value} must be {allowed}.");
            }
        }
    }

    /// <summary>Two interleaving half circles: <c>make_moons(examples, noise=noise, random_state=seed)</c>.</summary>
    public static Dataset Moons(int examples, double noise, uint seed)
    {
        var outer = examples / 2;
        var inner = examples - outer;
        var inputs = new double[examples * 2];
        for (var i = 0; i < outer; i++)
        {
            var (sin, cos) = ScalarFunctions.SinCos(Evenly(i, outer - 1));
            (inputs[2 * i], inputs[2 * i + 1]) = (cos, sin);
        }

        for (var i = 0; i < inner; i++)
        {
            var (sin, cos) = ScalarFunctions.SinCos(Evenly(i, inner - 1));
            (inputs[2 * (outer + i)], inputs[2 * (outer + i) + 1]) = (1 - cos, 1 - sin - 0.5);
        }

        return ShuffledWithNoise(inputs, outer, noise, seed);

        // linspace(0, pi, count) with both ends.
        static double Evenly(int index, int intervals) =>
            intervals < 1 ? 0 : index == intervals ? Math.PI : index * (Math.PI / intervals);
    }

    /// <summary>A circle within a circle: <c>make_circles(examples, noise=noise, factor=factor, random_state=seed)</c>.</summary>
    public static Dataset Circles(int examples, double noise, double factor, uint seed)
    {
        var outer = examples / 2;
        var inner = examples - outer;
        var inputs = new double[examples * 2];
        for (var i = 0; i < outer; i++)
        {
            var (sin, cos) = ScalarFunctions.SinCos(i * (2 * Math.PI / outer));
            (inputs[2 * i], inputs[2 * i + 1]) = (cos, sin);
        }

        for (var i = 0; i < inner; i++)
        {
            var (sin, cos) = ScalarFunctions.SinCos(i * (2 * Math.PI / inner));
            (inputs[2 * (outer + i)], inputs[2 * (outer + i) + 1]) = (cos * factor, sin * factor);
        }

        return ShuffledWithNoise(inputs, outer, noise, seed);
    }

    /// <summary>
    /// Gaussian clusters around centres uniform in [-10, 10):
    /// <c>make_blobs(examples, features, centers=centers, cluster_std=deviation, random_state=seed)</c>.
    /// </summary>
    public static Dataset Blobs(int examples, int centers, int features, double deviation, uint seed)
    {
        var random = new RandomState(seed);
        var middles = new double[centers * features];
        foreach (ref var coordinate in middles.AsSpan())
        {
            coordinate = random.Uniform(-10, 10);
        }

        var inputs = new double[examples * features];
        var labels = new double[examples];
        var example = 0;
        for (var center = 0; center < centers; center++)
        {
            var size = examples / centers + (center < examples % centers ? 1 : 0);
            for (var i = 0; i < size; i++, example++)
            {
                labels[example] = center;
                for (var feature = 0; feature < features; feature++)
                {
                    inputs[example * features + feature] =
                        middles[center * features + feature] + deviation * random.StandardNormal();
                }
            }
        }

        Shuffle(ref inputs, ref labels, features, random);
        return Classified(inputs, labels, features, centers);
    }

    private static Dataset ShuffledWithNoise(double[] inputs, int outer, double noise, uint seed)
    {
        var random = new RandomState(seed);
        var labels = new double[inputs.Length / 2];
        labels.AsSpan(outer).Fill(1);
        Shuffle(ref inputs, ref labels, 2, random);
        foreach (ref var coordinate in inputs.AsSpan())
        {
            coordinate += noise * random.StandardNormal();
        }

        return Classified(inputs, labels, 2, 2);
    }

    private static void Shuffle(ref double[] inputs, ref double[] labels, int features, RandomState random)
    {
        var order = new int[labels.Length];
        random.Permutation(order);
        var shuffledInputs = new double[inputs.Length];
        var shuffledLabels = new double[labels.Length];
        for (var i = 0; i < order.Length; i++)
        {
            shuffledLabels[i] = labels[order[i]];
            inputs.AsSpan(order[i] * features, features).CopyTo(shuffledInputs.AsSpan(i * features));
        }

        (inputs, labels) = (shuffledInputs, shuffledLabels);
    }

    private static Dataset Classified(double[] inputs, double[] labels, int features, int classes) => new()
    {
        Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs),
        Labels = ImmutableCollectionsMarshal.AsImmutableArray(labels),
        FeatureNames = [.. Enumerable.Range(0, features).Select(feature => $"x{feature}")],
        Task = LearningTask.Classification,
        Classes = classes,
    };
}
