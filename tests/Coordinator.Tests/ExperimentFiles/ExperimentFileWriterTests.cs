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
            Dataset = dataset,
            Axes = axes,
        }.With("loss", ParameterValue.Names(dataset.Task == LearningTask.Regression || loss ? "mean_squared_error" : "softmax_cross_entropy"));

    private static Gen<DatasetSpecification> Datasets() =>
        from kind in Gen.Enum<DatasetKind>()
        from examples in Gen.Int[20, 1000]
        from noise in Gen.Double[0, 10]
        from factor in Gen.Double[0, 0.99]
        from seed in Gen.UInt
        from column in names.Null()
        from regression in Gen.Bool
        from standardize in Gen.Bool
        from fraction in Gen.Double[0, 0.9]
        select kind switch
        {
            DatasetKind.Moons => new DatasetSpecification { Kind = kind, Examples = examples, Noise = noise, Seed = seed },
            DatasetKind.Circles => new DatasetSpecification { Kind = kind, Examples = examples, Noise = noise, Factor = factor },
            DatasetKind.Blobs => new DatasetSpecification { Kind = kind, Examples = examples, Centers = 2, ClusterStandardDeviation = noise },
            DatasetKind.Csv => new DatasetSpecification
            {
                Kind = kind,
                Path = Path.GetFullPath("data.csv"),
                LabelColumn = column,
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
            Standardize = standardize,
            TestFraction = fraction,
            SplitSeed = seed,
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
            _ => Gen.Int[1, 2],
        };
        return
            from wanted in count
            from values in Value(parameter.Type, dataset).Array[wanted]
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
