namespace NNOptim.Experiments;

/// <summary>The source of the examples.</summary>
public enum DatasetKind
{
    /// <summary>Two interleaving half circles, as in scikit-learn's <c>make_moons</c>.</summary>
    Moons,

    /// <summary>A small circle within a large one, as in scikit-learn's <c>make_circles</c>.</summary>
    Circles,

    /// <summary>Isotropic Gaussian clusters, as in scikit-learn's <c>make_blobs</c>.</summary>
    Blobs,

    /// <summary>The 1,797 bundled 8x8 images of handwritten digits.</summary>
    Digits,

    /// <summary>A comma-separated file with a header and a label column.</summary>
    Csv,

    /// <summary>A pair of IDX files (images and labels), the format of MNIST.</summary>
    Idx,
}

/// <summary>The kind of the labels.</summary>
public enum LearningTask
{
    /// <summary>Labels are class numbers 0, 1, 2, ...</summary>
    Classification,

    /// <summary>Labels are real numbers.</summary>
    Regression,
}

/// <summary>The data that every run of an experiment trains on. Properties that a kind does not use keep their defaults.</summary>
public sealed record DatasetSpecification
{
    /// <summary>The source of the examples.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>Generated kinds: the number of examples, 2 or more.</summary>
    public int Examples { get; init; } = 300;

    /// <summary>Moons and circles: the standard deviation of the Gaussian noise added to each coordinate, 0 or more.</summary>
    public double Noise { get; init; } = 0.2;

    /// <summary>
    /// Generated kinds: the seed of numpy's legacy <c>RandomState</c>. It is separate from the run's seed, so that all replicates use the
    /// same data.
    /// </summary>
    public uint Seed { get; init; } = 3;

    /// <summary>Circles: the ratio of the inner radius to the outer radius, in [0, 1).</summary>
    public double Factor { get; init; } = 0.8;

    /// <summary>Blobs: the number of clusters, and so of classes.</summary>
    public int Centers { get; init; } = 3;

    /// <summary>Blobs: the number of features.</summary>
    public int Features { get; init; } = 2;

    /// <summary>Blobs: the standard deviation of each cluster.</summary>
    public double ClusterStandardDeviation { get; init; } = 1.0;

    /// <summary>CSV and IDX: the full path of the file (IDX: of the images).</summary>
    public string? Path { get; init; }

    /// <summary>IDX: the full path of the labels.</summary>
    public string? LabelsPath { get; init; }

    /// <summary>CSV: the header of the label column; the last column when null.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>CSV: whether labels are classes or real numbers. The other kinds are classification.</summary>
    public LearningTask Task { get; init; } = LearningTask.Classification;

    /// <summary>
    /// CSV and IDX: SHA-256 of the file's bytes (IDX: images, then labels), in lower-case hexadecimal, computed at submission.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether to shift and scale each feature to mean 0 and standard deviation 1 of the training examples.</summary>
    public bool Standardize { get; init; }

    /// <summary>
    /// The fraction of examples held out for the test accuracy, in [0, 1). The split is that of scikit-learn's <c>train_test_split</c>.
    /// </summary>
    public double TestFraction { get; init; }

    /// <summary>The seed of the split into training and test examples.</summary>
    public uint SplitSeed { get; init; } = 3;
}
