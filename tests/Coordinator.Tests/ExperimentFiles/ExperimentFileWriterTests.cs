using System.Collections.Immutable;
using CsCheck;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public class ExperimentFileWriterTests
{
    private static readonly Gen<string> texts = Gen.OneOf(
        Gen.String.Where(text => !text.Any(char.IsSurrogate)),
        OneOf("true", "null", "~", "2026", "1e3", "a: b", "# no comment", "\"quoted\"", "tab\there", "line\nbreak", "\u2028\u00a0\ufeff", "é😀", " "));
    private static readonly Gen<string> names = texts.Where(text => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl));

    [Fact]
    public void A_written_file_reads_back_equal() =>
        Specifications().Sample(specification =>
        {
            var text = ExperimentFileWriter.Write(specification);
            var result = new ExperimentFileReader().Read(text, "written", new() { AllowLargeGrid = true });
            return result.Errors.IsEmpty && specification.Equals(result.Specification)
                ? true
                : throw new InvalidOperationException($"{string.Join('\n', result.Errors)}\n{text}");
        }, iter: 500);

    private static Gen<ExperimentSpecification> Specifications() =>
        from dataset in Datasets()
        from name in names
        from description in texts
        from loss in Gen.Bool
        from axes in Axes(dataset)
        select new ExperimentSpecification
        {
            Name = name,
            Description = description,
            Trainable = NetworkTrainable.Standard.Declaration,
            Dataset = DatasetSplits.WithSeed(dataset, axes.Single(axis => axis.Parameter.Name == DatasetSplits.Seed).Values),
            Axes = axes,
        }.With("loss", ParameterValue.Names(dataset.Task == LearningTask.Regression || loss ? "mean_squared_error" : "softmax_cross_entropy"));

    private static readonly Gen<ValueList<string>> lists = names.Array[1, 3].Select(texts => ValueList.Create<string>([.. texts.Distinct()]));

    private static readonly Gen<ValueList<ColumnLevels>> levels = Gen.Select(names, lists, (column, values) => new ColumnLevels(column, values)).Array[0, 3]
        .Select(columns => ValueList.Create<ColumnLevels>([.. columns.DistinctBy(column => column.Column)]));

    private static readonly Gen<TableReading> tables =
        from delimiter in Gen.OneOf(Gen.Const((string?)null), Gen.OneOf(",", ";", "\t", "|", " ", "whitespace").Select(text => (string?)text))
        from header in Gen.Bool.Nullable()
        from comment in Gen.OneOf('#', '%', ':').Nullable()
        from encoding in Gen.OneOf(null, "utf-8", "latin-1")
        from comma in Gen.Bool
        from features in lists.Null()
        from lists in ExperimentFileWriterTests.lists.Array[2]
        from hasFew in Gen.Bool
        from missing in Gen.Enum<MissingValues>()
        from categorical in levels.Null()
        from ordinal in levels
        from fills in levels
        select new TableReading
        {
            Format = new() { Delimiter = delimiter, Header = header, Comment = comment, Quote = '\'', Encoding = encoding, Decimal = comma ? ',' : '.' },
            Features = features,
            Exclude = hasFew ? lists[0] : [],
            Missing = missing,
            MissingTexts = hasFew ? lists[1] : ["", "?", "null"],
            Categorical = categorical,
            Ordinal = ordinal,
            Fills = missing is MissingValues.Error or MissingValues.Drop ? [] : [.. fills.Select(fill => new ColumnFill(fill.Column, fill.Levels[0]))],
        };

    private static Gen<DatasetSpecification> Datasets() =>
        from kind in Gen.Enum<DatasetKind>()
        from examples in Gen.Int[20, 1000]
        from noise in Gen.Double[0, 10]
        from factor in Gen.Double[0, 0.99]
        from seed in Gen.UInt
        from column in names.Null()
        from table in tables
        from regression in Gen.Bool
        from standardize in Gen.Bool
        from fraction in Gen.Double[0, 0.9]
        from folds in Gen.OneOf(Gen.Const(0), Gen.Int[2, 10])
        select kind switch
        {
            DatasetKind.Moons => new DatasetSpecification { Kind = kind, Examples = examples, Noise = noise, Seed = seed },
            DatasetKind.Circles => new DatasetSpecification { Kind = kind, Examples = examples, Noise = noise, Factor = factor },
            DatasetKind.Blobs => new DatasetSpecification { Kind = kind, Examples = examples, Centers = 2, ClusterStandardDeviation = noise },
            DatasetKind.Csv or DatasetKind.Parquet or DatasetKind.Libsvm => new DatasetSpecification
            {
                Kind = kind,
                Path = Path.GetFullPath("data.csv"),
                Table = table with { Label = column, Format = kind == DatasetKind.Csv ? table.Format : new() },
                Task = regression ? LearningTask.Regression : LearningTask.Classification,
                Sha256 = new string('0', 64),
            },
            DatasetKind.Idx => new DatasetSpecification
            {
                Kind = kind,
                Path = Path.GetFullPath("images"),
                LabelsPath = Path.GetFullPath("labels"),
            },
            _ => new DatasetSpecification { Kind = kind },
        } with
        {
            Standardize = standardize ? StandardizedFeatures.All : StandardizedFeatures.None,
            TestFraction = folds == 0 ? fraction : 0,
            Folds = folds,
        };

    private static Gen<ImmutableArray<ParameterAxis>> Axes(DatasetSpecification dataset) =>
        NetworkTrainable.Standard.Declaration.Parameters.Select(parameter => Axis(parameter, dataset)).Aggregate(
            Gen.Const(ImmutableArray<ParameterAxis>.Empty),
            (axes, axis) => axes.SelectMany(_ => axis, (all, next) => all.Add(next)));

    /// <summary>One or two values; one for a parameter with one value for all runs, sometimes none for an optional one.</summary>
    private static Gen<ParameterAxis> Axis(Parameter parameter, DatasetSpecification dataset)
    {
        var count = parameter switch
        {
            { IsFixed: true, IsOptional: true } => Gen.Int[0, 1],
            { IsFixed: true } => Gen.Const(1),
            { Name: DatasetSplits.Fold } when dataset.Folds == 0 => Gen.Const(0),
            { Name: DatasetSplits.Seed } when !dataset.HasTestData => Gen.Const(1),
            _ => Gen.Int[1, 2],
        };
        return
            from wanted in count
            from values in Value(parameter.Name == DatasetSplits.Fold ? new IntegerType(1, Math.Max(1, dataset.Folds)) : parameter.Type, dataset).Array[wanted]
            select new ParameterAxis(parameter, [.. values.Distinct()]);
    }

    private static Gen<ParameterValue> Value(ParameterType type, DatasetSpecification dataset)
    {
        var (inputs, outputs) = dataset.Kind == DatasetKind.Digits ? (64, 10) : (2, 2);
        return type switch
        {
            ChoiceType choice => OneOf([.. choice.Names]).Select(ParameterValue (name) => new ParameterValue.Name(name)),
            LayersType => Gen.Int[1, 20].Array[0, 3].Select(ParameterValue (hidden) => new ParameterValue.Layers([inputs, .. hidden, outputs])),

            // The batch size may not be larger than the smallest data.
            IntegerType { Word: { } word } => Gen.Int[0, 2].Select(ParameterValue (size) => size == 0 ? new ParameterValue.Name(word) : new ParameterValue.Integer(size)),
            IntegerType integer => Gen.Long[integer.Minimum, integer.Maximum].Select(ParameterValue (number) => new ParameterValue.Integer(number)),
            NumberType { Below: { } below } => Gen.Double[0, below].Where(number => number < below).Select(ParameterValue (number) => new ParameterValue.Number(number)),
            NumberType => Gen.Double.Where(number => double.IsFinite(number) && number > 0).Select(ParameterValue (number) => new ParameterValue.Number(number)),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
