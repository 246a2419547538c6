using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>The keys of the data.</summary>
internal static class DatasetKeys
{
    public const string Sha256 = "dataset.sha256";
    public const string Delimiter = "dataset.delimiter";
    public const string Header = "dataset.header";
    public const string Comment = "dataset.comment";
    public const string Quote = "dataset.quote";
    public const string Encoding = "dataset.encoding";
    public const string Decimal = "dataset.decimal";
    public const string Label = "dataset.label";
    public const string Features = "dataset.features";
    public const string Exclude = "dataset.exclude";
    public const string Missing = "dataset.missing";
    public const string MissingTexts = "dataset.missing_values";
    public const string Categorical = "dataset.categorical";
    public const string Ordinal = "dataset.ordinal";
    public const string Classes = "dataset.classes";
    public const string Fill = "dataset.fill";
    public const string Group = "dataset.group";
    public const string OrderBy = "dataset.order_by";
    public const string FileBytes = "dataset.file_bytes";
    public const string Standardize = "dataset.standardize";
    public const string StandardizeLabel = "dataset.standardize_label";
    public const string Split = "dataset.split";
    public const string Stratify = "dataset.stratify";
    public const string TestFraction = "dataset.test_fraction";
    public const string Folds = "dataset.folds";
    public const string SplitSeed = "dataset.split_seed";

    /// <summary>The kinds of data that are tables.</summary>
    public static ImmutableArray<DatasetKind> Tables { get; } = [.. Enum.GetValues<DatasetKind>().Where(kind => kind.IsTable())];

    private static readonly DatasetKind[] generated = [DatasetKind.Moons, DatasetKind.Circles, DatasetKind.Blobs];
    private static readonly DatasetKind[] files = [.. Tables, DatasetKind.Idx];

    private static readonly IntegerType seeds = new(0, uint.MaxValue);
    private static readonly NumberType fraction = new(0, true, 1);
    private static readonly TextType column = new("a column's name or number", 1000);

    /// <summary>The key that decides which other keys of the dataset are allowed.</summary>
    public static FileKey Kind { get; } =
        new("dataset.kind", ChoiceType.FromNames(Choices.DatasetKinds), "Where the examples come from. When absent, the name of the data file tells it.")
        {
            Required = true,
            Substitute = "path",
        };

    /// <summary>All keys, in the order in which a file is written.</summary>
    public static ImmutableArray<FileKey> All { get; } = [Kind, .. OfGeneratedData, .. OfFiles, .. OfText, .. OfColumns, .. OfValues, .. OfSplits];

    /// <summary>Whether a key says how a table becomes examples.</summary>
    public static bool IsOfTable(string path) => path is Delimiter or Header or Comment or Quote or Encoding or Decimal or Label or Features or Exclude
        or Missing or MissingTexts or Categorical or Ordinal or Classes or Fill or Group or OrderBy or FileBytes;

    private static ImmutableArray<FileKey> OfGeneratedData =>
    [
        new("dataset.examples", new IntegerType(2, 10_000_000), "The number of examples.") { Default = "300", Kinds = [.. generated] },
        new("dataset.noise", new NumberType(0, true), "The standard deviation of the noise added to each coordinate.")
        {
            Default = "0.2", Kinds = [DatasetKind.Moons, DatasetKind.Circles],
        },
        new("dataset.factor", fraction, "The ratio of the inner circle's radius to the outer circle's.")
        {
            Default = "0.8", Kinds = [DatasetKind.Circles],
        },
        new("dataset.centers", new IntegerType(2, 10_000), "The number of clusters, which are the classes.")
        {
            Default = "3", Kinds = [DatasetKind.Blobs],
        },
        new(Features, new FeaturesType(100_000), "blobs: the number of features, 2 when absent. Tables: the columns that are features, in order; all others when absent.")
        {
            Kinds = [DatasetKind.Blobs, .. Tables],
        },
        new("dataset.cluster_std", new NumberType(0, true), "The standard deviation of each cluster.")
        {
            Default = "1", Kinds = [DatasetKind.Blobs],
        },
        new("dataset.seed", seeds, "The seed of the data. Runs with different seeds still see the same data.")
        {
            Default = "3", Kinds = [.. generated],
        },
    ];

    private static ImmutableArray<FileKey> OfFiles =>
    [
        new("dataset.path", new TextType("a path", 4096), "The data file (idx: the images), a folder, or a pattern with * in its last part, relative to the experiment file.")
        {
            Required = true, Kinds = [.. files],
        },
        new("dataset.labels_path", new TextType("a path", 4096), "The file of the labels, relative to the experiment file.")
        {
            Required = true, Kinds = [DatasetKind.Idx],
        },
        new(Sha256, new HashType(), "The expected SHA-256 of the data (of several files: of all, one after the other); not checked when absent.")
        {
            Nullable = true, Kinds = [.. files],
        },
        new(FileBytes, new TextsType("sizes"), "The bytes of each of several files. The program writes this key.") { Kinds = Tables },
    ];

    private static ImmutableArray<FileKey> OfText =>
    [
        new(Delimiter, new CharacterType(["auto", "tab", TextFormat.Whitespace]), "What separates the cells of a line. auto finds out among comma, semicolon, tab, vertical bar and whitespace.")
        {
            Default = "auto", Kinds = [DatasetKind.Csv],
        },
        new(Header, new HeaderType(), "Whether the first line has the columns' names. auto finds out, and is an error where that is unclear.")
        {
            Default = "auto", Kinds = [DatasetKind.Csv],
        },
        new(Comment, new CharacterType([]), "The first character of lines to skip; none when absent.") { Nullable = true, Kinds = [DatasetKind.Csv] },
        new(Quote, new CharacterType([]), "The character around cells that contain a delimiter or a line break.") { Default = "\"", Kinds = [DatasetKind.Csv] },
        new(Encoding, new ChoiceType(["auto", "utf-8", "utf-16", "latin-1"]), "The encoding of the text. auto is UTF-8, or what the file's byte order mark says.")
        {
            Default = "auto", Kinds = [DatasetKind.Csv],
        },
        new(Decimal, new ChoiceType([".", ","]), "The decimal separator of numbers.") { Default = ".", Kinds = [DatasetKind.Csv] },
    ];

    private static ImmutableArray<FileKey> OfColumns =>
    [
        new(Label, column, "The column of the label; the last column when absent.") { Nullable = true, Kinds = Tables },
        new(Exclude, new TextsType("columns"), "The columns that are not used.") { Kinds = Tables },
        new(Group, column, "The column whose equal values stay together: all in training, or all in test.") { Nullable = true, Kinds = Tables },
        new(OrderBy, column, "The column that orders the examples for split: ordered; the file's order when absent.") { Nullable = true, Kinds = Tables },
        new("dataset.task", ChoiceType.FromNames(Choices.Tasks), "Whether labels are classes or real numbers.") { Default = "classification", Kinds = Tables },
        new(Classes, new TextsType("labels"), "The labels of the classes 0, 1, 2, ...; those of the file, sorted, when absent.") { Kinds = [.. files] },
    ];

    private static ImmutableArray<FileKey> OfValues =>
    [
        new(Missing, ChoiceType.FromNames(Choices.MissingValues), "What happens to examples with missing values. mean, median and most_frequent fill them from the training examples; a missing category becomes the most frequent one.")
        {
            Default = "error", Kinds = Tables,
        },
        new(MissingTexts, new TextsType("texts"), "The cells that mean missing. When absent: empty cells, ?, NA, N/A, NaN, nan, NULL and null.") { Kinds = Tables },
        new(Fill, new FillType(), "What replaces missing values in each column. The program writes this key; it is computed when absent.") { Kinds = Tables },
        new(Categorical, new CategoricalType(), "The features that become one input for each value. auto takes those with text.") { Default = "auto", Kinds = Tables },
        new(Ordinal, new LevelsType(), "The features whose values become 0, 1, 2, ... in the given order.") { Kinds = Tables },
        new(Standardize, new StandardizeType(), "Which inputs are shifted and scaled to mean 0 and standard deviation 1 on the training examples: all, those of numeric columns, or those of a list.")
        {
            Default = "false",
        },
        new(StandardizeLabel, new FlagType(), "Regression: whether to train on labels of mean 0 and standard deviation 1. Metrics stay in the label's own unit.")
        {
            Default = "false", Kinds = Tables,
        },
    ];

    private static ImmutableArray<FileKey> OfSplits =>
    [
        new(TestFraction, fraction, "The fraction of the examples held out as test data.") { Default = "0" },
        new(Split, ChoiceType.FromNames(Choices.Splits), "How the test data are chosen: at random, or the last ones in order.") { Default = "random" },
        new(Stratify, new FlagType(), "Whether classes keep their shares in the test data. When absent, they do where a random split of classes has no group.") { Nullable = true },
        new(SplitSeed, seeds, "The seed of the split into training and test examples.") { Default = "3" },
    ];
}
