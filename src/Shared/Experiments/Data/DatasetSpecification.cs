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

    /// <summary>Delimited text, such as comma-separated files.</summary>
    Csv,

    /// <summary>A pair of IDX files (images and labels), the format of MNIST.</summary>
    Idx,

    /// <summary>Apache Parquet files.</summary>
    Parquet,

    /// <summary>Files of the format of LIBSVM: a label, then pairs of a feature's number and its value.</summary>
    Libsvm,
}

/// <summary>Properties of kinds of data.</summary>
public static class DatasetKindExtensions
{
    /// <summary>Whether a kind is a table, of which <see cref="TableReading"/> says how it becomes examples.</summary>
    public static bool IsTable(this DatasetKind kind) => kind is DatasetKind.Csv or DatasetKind.Parquet or DatasetKind.Libsvm;
}

/// <summary>How examples are chosen for the test data.</summary>
public enum SplitKind
{
    /// <summary>At random.</summary>
    Random,

    /// <summary>The last ones in the order of time.</summary>
    Ordered,
}

/// <summary>Which features are standardised.</summary>
public enum StandardizedFeatures
{
    /// <summary>None.</summary>
    None,

    /// <summary>Every input.</summary>
    All,

    /// <summary>The inputs of numeric columns; those of categories stay 0 or 1.</summary>
    Numeric,

    /// <summary>The inputs of the columns in a list.</summary>
    Listed,
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

    /// <summary>Files: the full path of the file (IDX: of the images), of a folder, or a pattern of names with <c>*</c>.</summary>
    public string? Path { get; init; }

    /// <summary>IDX: the full path of the labels.</summary>
    public string? LabelsPath { get; init; }

    /// <summary>CSV, Parquet and LIBSVM: how the table becomes examples.</summary>
    public TableReading Table { get; init; } = new();

    /// <summary>CSV, Parquet and LIBSVM: whether labels are classes or real numbers. The other kinds are classification.</summary>
    public LearningTask Task { get; init; } = LearningTask.Classification;

    /// <summary>
    /// CSV and IDX: SHA-256 of the file's bytes (IDX: images, then labels), in lower-case hexadecimal, computed at submission.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>The inputs that are shifted and scaled to mean 0 and standard deviation 1 of the training examples.</summary>
    public StandardizedFeatures Standardize { get; init; }

    /// <summary>The columns whose inputs are standardised, when <see cref="Standardize"/> is <see cref="StandardizedFeatures.Listed"/>.</summary>
    public ValueList<string> StandardizedColumns { get; init; } = [];

    /// <summary>
    /// Regression: whether the training works on labels that are shifted and scaled to mean 0 and standard deviation 1 of the training
    /// examples. Metrics are in the label's own unit.
    /// </summary>
    public bool StandardizeLabel { get; init; }

    /// <summary>
    /// The fraction of examples held out for the test accuracy, in [0, 1). The split is that of scikit-learn's <c>train_test_split</c>.
    /// </summary>
    public double TestFraction { get; init; }

    /// <summary>The seed of the split into training and test examples. In an experiment with several, the first.</summary>
    public uint SplitSeed { get; init; } = 3;

    /// <summary>How the test examples are chosen.</summary>
    public SplitKind Split { get; init; } = SplitKind.Random;

    /// <summary>Classification: whether each class keeps its share on both sides of a random split.</summary>
    public bool Stratify { get; init; }

    /// <summary>The number of folds of a cross-validation, 2 or more; 0 for none. The test examples are then those of one fold.</summary>
    public int Folds { get; init; }

    /// <summary>The fold whose examples are the test data, from 1; 0 without folds, and in an experiment, whose runs choose it.</summary>
    public int Fold { get; init; }

    /// <summary>Whether some examples are test data.</summary>
    public bool HasTestData => TestFraction > 0 || Folds > 0;
}
